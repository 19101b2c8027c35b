/** Classes and types of which one field is left out, and those that only look like it. */
import type { Example } from "../../../model/rule.js";

const typescript: readonly Example[] = [
  {
    language: "typescript",
    bad: `export class Options {
  constructor(
    readonly url: string,
    readonly retries: number,
    readonly timeout: number,
    readonly headers: Headers,
    readonly proxy: string | null,
  ) {}

  clone(): Options {
    return Options.of({ url: this.url, retries: this.retries, timeout: this.timeout, headers: this.headers });
  }
}
`,
    good: `export class Options {
  private readonly cache = new Map<string, string>();
  private readonly onChange = () => undefined;
  constructor(
    readonly url: string,
    readonly retries: number,
    readonly timeout: number,
    readonly headers: Headers,
    readonly proxy: string | null,
  ) {}

  clone(): Options {
    return new Options(this.url, this.retries, this.timeout, this.headers, this.proxy);
  }

  copy(): Options {
    return Object.assign(Object.create(Options.prototype), this);
  }
}

export class Form {
  constructor(readonly a: A, readonly b: B, readonly c: C, readonly d: D, readonly draft: Draft) {}

  /** A copy begins without the draft. */
  clone(): Form {
    return Form.of(this.a, this.b, this.c, this.d);
  }
}
`,
  },
];

const python: readonly Example[] = [
  {
    language: "python",
    bad: `class Query:
    def __init__(self, text, lang, page, safe, engines):
        self.text = text
        self.lang = lang
        self.page = page
        self.safe = safe
        self.engines = engines

    def __eq__(self, other):
        return (
            self.text == other.text
            and self.lang == other.lang
            and self.page == other.page
            and self.safe == other.safe
        )
`,
    good: `class Query:
    def __init__(self, text, lang, page, safe):
        self.text = text
        self.lang = lang
        self.page = page
        self.safe = safe
        self.locale = parse(lang)
        self.created_at = now()

    def __eq__(self, other):
        return (
            self.text == other.text
            and self.lang == other.lang
            and self.page == other.page
            and self.safe == other.safe
        )


class Point:
    def __init__(self, a, b):
        self.a = a
        self.b = b

    def __eq__(self, other):
        return self.__dict__ == other.__dict__

    def copy(self):
        return copy.copy(self)
`,
  },
  {
    language: "python",
    bad: `class Job:
    def __init__(self, name, queue, args, retries, delay):
        self.name = name
        self.queue = queue
        self.args = args
        self.retries = retries
        self.delay = delay

    def to_dict(self):
        return {"name": self.name, "queue": self.queue, "args": self.args, "retries": self.retries, "delay": self.delay}

    @classmethod
    def from_dict(cls, data):
        return cls(data["name"], data["queue"], data["args"], retries=data["retries"])
`,
    good: `class Job:
    def __init__(self, name, queue, args, retries, delay):
        self.name = name
        self.queue = queue
        self.args = args
        self.retries = retries
        self.delay = delay

    def to_dict(self):
        return {"name": self.name, "queue": self.queue, "args": self.args, "retries": self.retries, "delay": self.delay}

    @classmethod
    def from_dict(cls, data):
        return cls(**data)


class Step:
    def __init__(self, name, queue, args, retries, secret):
        self.name = name
        self.queue = queue
        self.args = args
        self.retries = retries
        self.secret = secret

    def to_dict(self):
        return {"name": self.name, "queue": self.queue, "args": self.args, "retries": self.retries}
`,
  },
];

const go: Example = {
  language: "go",
  bad: `package a

type Task struct {
	Name   string
	Driver string
	User   string
	Env    map[string]string
	Leader bool
}

func (t *Task) Copy() *Task {
	return &Task{
		Name:   t.Name,
		Driver: t.Driver,
		User:   t.User,
		Env:    clone(t.Env),
	}
}
`,
  good: `package a

type Task struct {
	mu     sync.Mutex
	Name   string
	Driver string
	User   string
	Env    map[string]string
	str    string
}

func (t *Task) Copy() *Task {
	return &Task{
		Name:   t.Name,
		Driver: t.Driver,
		User:   t.User,
		Env:    clone(t.Env),
	}
}

type Group struct {
	Name  string
	Count int
	Tasks []*Task
	Meta  map[string]string
	Spot  bool
}

func (g *Group) Copy() *Group {
	n := new(Group)
	*n = *g
	n.Tasks = cloneTasks(g.Tasks)
	n.Meta, n.Name, n.Count = clone(g.Meta), g.Name, g.Count
	return n
}
`,
};

const java: readonly Example[] = [
  {
    language: "java",
    bad: `class Order {
  private String product;
  private String buyer;
  private int amount;
  private boolean paid;
  private Status status;

  @Override
  public boolean equals(Object o) {
    if (!(o instanceof Order)) return false;
    Order that = (Order) o;
    return amount == that.amount && paid == that.paid && product.equals(that.product) && buyer.equals(that.buyer);
  }
}
`,
    good: `class Order {
  private static final long serialVersionUID = 1L;
  private long id;
  private String product;
  private String buyer;
  private int amount;
  private boolean paid;
  private transient Status status;
  private Date updatedAt;

  @Override
  public boolean equals(Object o) {
    if (!(o instanceof Order)) return false;
    Order that = (Order) o;
    return amount == that.amount && paid == that.isPaid() && product.equals(that.product) && buyer.equals(that.getBuyer());
  }
}

class Line {
  private String a;
  private String b;
  private String c;
  private String d;
  private String label;

  @Override
  public boolean equals(Object o) {
    // The label is only shown.
    if (!(o instanceof Line)) return false;
    Line that = (Line) o;
    return a.equals(that.a) && b.equals(that.b) && c.equals(that.c) && d.equals(that.d);
  }
}
`,
  },
  {
    language: "java",
    bad: `class Key {
  private String region;
  private String name;
  private String zone;

  @Override
  public boolean equals(Object o) {
    Key that = (Key) o;
    return region.equals(that.region) && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return Objects.hash(region, name, zone);
  }
}
`,
    good: `class Key {
  private String region;
  private String name;
  private String zone;

  @Override
  public boolean equals(Object o) {
    Key that = (Key) o;
    return region.equals(that.region) && name.equals(that.name) && zone.equals(that.zone);
  }

  @Override
  public int hashCode() {
    return Objects.hash(region, name);
  }
}
`,
  },
];

export const examples: readonly Example[] = [...typescript, ...python, go, ...java];
