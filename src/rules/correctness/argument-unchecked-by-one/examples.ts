/** Methods of which all but one check an argument first, and those that differ for a reason. */
import type { Example } from "../../../model/rule.js";

const typescript: Example = {
  language: "typescript",
  bad: `export class Rooms {
  open(roomId: string) {
    if (!isId(roomId)) throw new BadId(roomId);
    return this.store.open(roomId);
  }
  close(roomId: string) {
    if (!isId(roomId)) throw new BadId(roomId);
    return this.store.close(roomId);
  }
  rename(roomId: string, name: string) {
    if (!isId(roomId)) throw new BadId(roomId);
    return this.store.rename(roomId, name);
  }
  invite(roomId: string, user: User) {
    if (!isId(roomId)) throw new BadId(roomId);
    return this.store.invite(roomId, user);
  }
  empty(roomId: string) {
    const members = this.store.members(roomId);
    for (const member of members) member.leave();
    return this.store.clear(roomId);
  }
}
`,
  good: `export class Rooms {
  open(roomId: string) {
    if (!isId(roomId)) throw new BadId(roomId);
    return this.store.open(roomId);
  }
  close(roomId: string) {
    if (!isId(roomId)) throw new BadId(roomId);
    return this.store.close(roomId);
  }
  rename(roomId: string, name: string) {
    if (!isId(roomId)) throw new BadId(roomId);
    return this.store.rename(roomId, name);
  }
  invite(roomId: string, user: User) {
    if (!isId(roomId)) throw new BadId(roomId);
    return this.store.invite(roomId, user);
  }
  reopen(roomId: string) {
    this.close(roomId);
    this.log("reopen", roomId);
    return this.open(roomId);
  }
}

export class Doors {
  open(doorId: string) {
    if (!isId(doorId)) throw new BadId(doorId);
    return this.store.open(doorId);
  }
  close(doorId: string) {
    if (!isId(doorId)) throw new BadId(doorId);
    return this.store.close(doorId);
  }
  lock(doorId: string) {
    if (!isId(doorId)) throw new BadId(doorId);
    return this.store.lock(doorId);
  }
  unlock(doorId: string) {
    if (!isId(doorId)) throw new BadId(doorId);
    return this.store.unlock(doorId);
  }
  find(doorId: string) {
    const door = doorId && this.store.find(doorId);
    this.log("found", doorId);
    return door;
  }
  private remove(doorId: string) {
    const door = this.store.find(doorId);
    this.log("removed", doorId);
    return this.store.remove(door, doorId);
  }
}
`,
};

const check = `        if not key:
            raise ValueError("key")
`;

const known = `        if key not in self.rows:
            return None
`;

const python: Example = {
  language: "python",
  bad: `class Store:
    def get(self, key):
${check}        return self.rows[key]

    def put(self, key, value):
${check}        self.rows[key] = value

    def drop(self, key):
${check}        del self.rows[key]

    def touch(self, key):
${check}        self.times[key] = now()

    def move(self, key, other):
        value = self.rows.pop(key)
        self.times.pop(key)
        self.rows[other] = value
`,
  good: `class Store:
    def get(self, key):
${check}        return self.rows[key]

    def put(self, key, value):
${check}        self.rows[key] = value

    def drop(self, key):
${check}        del self.rows[key]

    def touch(self, key):
${check}        self.times[key] = now()

    def find(self, key, default):
        return self.rows.get(key, default)

    def _move(self, key, other):
        value = self.rows.pop(key)
        self.times.pop(key)
        self.rows[other] = value


class Media:
    def get(self, key):
${known}        return self.rows[key]

    def put(self, key, value):
${known}        self.rows[key] = value

    def drop(self, key):
${known}        del self.rows[key]

    def touch(self, key):
${known}        self.times[key] = now()

    def find(self, key):
        self.log("find")
        return self.rows.get(key)
`,
};

const guard = `	if id == "" {
		return ErrNoID
	}
`;

const go: Example = {
  language: "go",
  bad: `package a

func (s *Store) Open(id string) error {
${guard}	return s.open(id)
}

func (s *Store) Close(id string) error {
${guard}	return s.close(id)
}

func (s *Store) Touch(id string) error {
${guard}	return s.touch(id)
}

func (s *Store) Drop(id string) error {
${guard}	return s.drop(id)
}

func (s *Store) Reset(id string) error {
	row := s.rows[id]
	row.reset()
	return s.save(id, row)
}
`,
  good: `package a

func (s *Store) Open(id string) error {
${guard}	return s.open(id)
}

func (s *Store) Close(id string) error {
${guard}	return s.close(id)
}

func (s *Store) Touch(id string) error {
${guard}	return s.touch(id)
}

func (s *Store) Drop(id string) error {
${guard}	return s.drop(id)
}

func (s *Store) Find(id string) *Row {
	row, ok := s.rows[id]
	if !ok || id == "none" {
		return nil
	}
	return row
}

func (s *Store) reset(id string) error {
	row := s.rows[id]
	row.reset()
	return s.save(id, row)
}
`,
};

const access = "accessService.checkAccess(principal, codeId);";

const java: Example = {
  language: "java",
  bad: `class Codes {
  public void remove(int codeId, Principal principal) {
    ${access}
    codes.remove(codeId);
  }
  public void disable(int codeId, Principal principal) {
    ${access}
    codes.disable(codeId);
  }
  public int count(int codeId, Principal principal) {
    ${access}
    return codes.count(codeId);
  }
  public List<Use> uses(int codeId, Principal principal) {
    ${access}
    return codes.uses(codeId);
  }
  public void update(int codeId, Change change, Principal principal) {
    Code code = codes.find(codeId);
    Zone zone = zoneOf(code);
    codes.update(codeId, change, zone);
  }
}
`,
  good: `class Codes {
  public void remove(int codeId, Principal principal) {
    ${access}
    codes.remove(codeId);
  }
  public void disable(int codeId, Principal principal) {
    ${access}
    codes.disable(codeId);
  }
  public int count(int codeId, Principal principal) {
    ${access}
    return codes.count(codeId);
  }
  public List<Use> uses(int codeId, Principal principal) {
    ${access}
    return codes.uses(codeId);
  }
  static Result answer(int codeId, Codes codes) {
    Code code = codes.find(codeId);
    log(codeId);
    return code.result();
  }
}
`,
};

export const examples: readonly Example[] = [typescript, python, go, java];
