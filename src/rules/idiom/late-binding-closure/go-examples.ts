/** Go code in which a loop variable outlives its round, and code that only looks like it. */
import type { Example } from "../../../model/rule.js";

const old = "module shop\n\ngo 1.20\n";

function pair(bad: string, good: string, path = "a.go"): Example {
  const head = "package a\n\n";
  return {
    language: "go",
    bad: { "go.mod": old, [path]: head + bad },
    good: { "go.mod": old, [path]: head + good },
  };
}

const started = `func run(jobs []Job) {
	for _, job := range jobs {
		go func() {
			job.Run()
		}()
		count(job)
	}
}
`;

const groups = `import "golang.org/x/sync/errgroup"

func load(ids []string) error {
	var group errgroup.Group
	for i, id := range ids {
		group.Go(func() error {
			return read(i, id)
		})
	}
	return group.Wait()
}
`;

const waited = `import (
	"sync"

	"golang.org/x/sync/errgroup"
)

func load(ids []string) error {
	var group errgroup.Group
	for i, id := range ids {
		i, id := i, id
		group.Go(func() error {
			return read(i, id)
		})
	}
	for _, id := range ids {
		var group errgroup.Group
		group.Go(func() error { return read(0, id) })
		if err := group.Wait(); err != nil {
			return err
		}
	}
	for _, id := range ids {
		var wg sync.WaitGroup
		wg.Add(1)
		go func(id string) {
			defer wg.Done()
			read(0, id)
		}(id)
		wg.Add(1)
		go func() {
			defer wg.Done()
			visit(func(id string) { read(5, id) })
		}()
		func() { read(1, id) }()
		visit(func() { read(2, id) })
	}
	for _, id := range ids {
		go func() { read(3, id) }()
		break
	}
	for _, id := range ids {
		done := make(chan error)
		go func() { done <- read(4, id) }()
		<-done
	}
	return group.Wait()
}
`;

const kept = `func handlers(names []string) map[string]func() {
	made := map[string]func(){}
	for _, name := range names {
		made[name] = func() { greet(name) }
	}
	return made
}
`;

const keptOfRound = `func handlers(names []string) []func() {
	made := []func(){}
	for _, name := range names {
		var steps []func()
		steps = append(steps, func() { greet(name) })
		for _, step := range steps {
			step()
		}
		point := Point{name: 1}
		made = append(made, func() { draw(point) })
	}
	return made
}
`;

const addresses = `func index(users []User) map[string]*User {
	byName := map[string]*User{}
	for _, user := range users {
		byName[user.Name] = &user
	}
	return byName
}
`;

const ownAddresses = `func index(users []User, wanted string) (map[string]*User, *User) {
	byName := map[string]*User{}
	for i, user := range users {
		byName[user.Name] = &users[i]
		save(&user)
		var one Box
		one.user = &user
		one.use()
		current.user = &user
		current.leave = func() { forget(user) }
	}
	var found struct{ user *User }
	for _, user := range users {
		if user.Name == wanted {
			found.user = &user
			break
		}
	}
	return byName, found.user
}
`;

const largest = `func largest(boxes []Box) *Box {
	var found *Box
	for _, box := range boxes {
		if found == nil || box.size > found.size {
			found = &box
		}
	}
	return found
}
`;

const first = `func first(boxes []Box) *Box {
	var found *Box
	for _, box := range boxes {
		if box.size > 3 {
			found = &box
			break
		}
	}
	for i := range boxes {
		if boxes[i].size > 7 {
			found = &boxes[i]
		}
	}
	return found
}
`;

const subtests = `func TestSum(t *testing.T) {
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			check(t, sum(test.in), test.want)
		})
	}
}
`;

const subtestsInTurn = `func TestSum(t *testing.T) {
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			check(t, sum(test.in), test.want)
		})
		t.Run(test.name, func(t *testing.T) {
			want := test.want
			t.Parallel()
			check(t, sum(1), want)
		})
		t.Run(test.name, func(t *testing.T) {
			t.Run("inside", func(t *testing.T) {
				t.Parallel()
				check(t, sum(test.in), test.want)
			})
		})
	}
}
`;

const closed = `func closeAll(files []*File) {
	for i := 0; i < len(files); i++ {
		defer func() {
			files[i].Close()
		}()
	}
}
`;

const closedByArgument = `func closeAll(files []*File) {
	for i := 0; i < len(files); i++ {
		defer func(file *File) {
			file.Close()
		}(files[i])
	}
}
`;

const inNewerGo: Example = {
  language: "go",
  bad: { "go.mod": "module shop\n", "shop/a.go": `package a\n\n${started}` },
  good: {
    "go.mod": old,
    "new/go.mod": "module new\n\ngo 1.22.3\n",
    "new/a.go": `package a\n\n${started}`,
    "marked.go": `//go:build go1.22\n\npackage a\n\n${started}`,
  },
};

const withoutModule: Example = {
  language: "go",
  bad: { "go.mod": old, "a.go": `//go:build !go1.22\n\npackage a\n\n${started}` },
  good: `package a\n\n${started}`,
};

export const goExamples: readonly Example[] = [
  pair(started, waited),
  pair(groups, waited),
  pair(kept, keptOfRound),
  pair(addresses, ownAddresses),
  pair(largest, first),
  pair(subtests, subtestsInTurn, "a_test.go"),
  pair(closed, closedByArgument),
  inNewerGo,
  withoutModule,
];
