/** Setups copied from file to file or test to test, and those that are short, shared or different. */
import type { Example } from "../../../model/rule.js";

const elixirSetup =
  '  setup do\n    {:ok, registry} = Registry.start_link(keys: :unique, name: Shop.Registry)\n    tmp_dir = Path.join(System.tmp_dir!(), "shop")\n    File.mkdir_p!(tmp_dir)\n    {:ok, session} = Session.new(project_path: tmp_dir)\n\n    on_exit(fn ->\n      Process.exit(registry, :normal)\n      File.rm_rf!(tmp_dir)\n    end)\n\n    {:ok, tmp_dir: tmp_dir, session: session}\n  end\n';

const elixirTest = (name: string, setup: string): string =>
  `defmodule Shop.${name}Test do\n  use ExUnit.Case\n\n${setup}\n  test "works", %{session: session} do\n    assert session.id\n  end\nend\n`;

const pythonTest = (name: string, last: string): string =>
  `def test_${name}():\n    store = Store(path="a.db")\n    store.open()\n    user = store.add_user(name="a")\n    room = store.add_room(name="b")\n    room.join(user)\n    room.open_for(user)\n    client = Client(store, user)\n    client.connect()\n    assert ${last}\n\n\n`;

const script = (name: string, step: string): string =>
  `beforeEach(async () => {\n  database = await openDatabase("memory");\n  await database.migrate();\n  store = new Store(database);\n  user = await store.addUser("a");\n  room = await store.addRoom("b");\n  await room.join(user);\n  await store.${step}(room);\n  client = new Client(store);\n  await client.connect(user);\n});\n\ntest("${name}", () => { expect(client.open).toBe(true); });\n`;

const javaSetup = (type: string, last: string): string =>
  `class ${type} {\n  @BeforeEach\n  void prepare() {\n    database = Database.open("a");\n    database.migrate();\n    store = new Store(database);\n    user = store.addUser("a");\n    room = store.addRoom("b");\n    room.join(user);\n    client = new Client(store);\n    client.connect(user);\n    ${last}\n  }\n}\n`;

const goTest = (name: string, last: string): string =>
  `func Test_${name}(t *testing.T) {\n\tdb := openDatabase(t)\n\tdb.Migrate()\n\tstore := NewStore(db)\n\tuser := store.AddUser("a")\n\troom := store.AddRoom("b")\n\troom.Join(user)\n\tclient := NewClient(store)\n\tclient.Connect(user)\n\tif ${last} {\n\t\tt.Fatal("no")\n\t}\n}\n\n`;

/** The declaration of a table of cases is the same wherever its fields are. */
const goTable = (name: string, last: string): string =>
  `func Test_${name}(t *testing.T) {\n\ttestCases := []struct {\n\t\tdesc     string\n\t\trule     string\n\t\texpected map[string]int\n\t\tinvalid  bool\n\t}{\n\t\t{\n\t\t\tdesc:    describe("a"),\n\t\t\trule:    parse("b"),\n\t\t\tinvalid: true,\n\t\t},\n\t}\n\tfor _, test := range testCases {\n\t\tcheck${name}(t, test, ${last})\n\t}\n}\n\n`;

const rustTest = (name: string, last: string): string =>
  `#[test]\nfn ${name}() {\n    let mut db = open_database();\n    db.migrate();\n    let mut store = Store::new(db);\n    let user = store.add_user("a");\n    let room = store.add_room("b");\n    room.join(&user);\n    let client = Client::new(&store);\n    client.connect(&user);\n    assert!(${last});\n}\n\n`;

const six = (test: (name: string, last: string) => string): string =>
  ["a", "b", "c", "d", "e", "f"].map((name) => test(name, `client.Open${name}()`)).join("");

export const examples: readonly Example[] = [
  {
    language: "elixir",
    bad: {
      "test/manager_test.exs": elixirTest("Manager", elixirSetup),
      "test/state_test.exs": elixirTest("State", elixirSetup.replace('"shop"', '"state"')),
      "test/supervisor_test.exs": elixirTest("Supervisor", elixirSetup),
    },
    good: {
      "test/manager_test.exs": elixirTest("Manager", elixirSetup),
      "test/state_test.exs": elixirTest("State", "  import Shop.Setup\n  setup :prepare\n"),
      "test/supervisor_test.exs": elixirTest(
        "Supervisor",
        elixirSetup.replace("File.mkdir_p!", "File.touch!"),
      ),
      "test/other_test.exs": elixirTest("Other", "  setup do\n    {:ok, session: Session.new()}\n  end\n"),
    },
  },
  {
    language: "typescript",
    bad: {
      "test/a.test.ts": script("a", "lock"),
      "test/b.test.ts": script("b", "lock"),
      "test/c.test.ts": script("c", "lock"),
    },
    good: {
      "test/a.test.ts": script("a", "lock"),
      "test/b.test.ts": script("b", "lock"),
      "test/c.test.ts": script("c", "unlock"),
      "src/c.ts": script("c", "lock"),
    },
  },
  {
    language: "java",
    bad: {
      "src/test/java/ATest.java": javaSetup("ATest", "client.ping();"),
      "src/test/java/BTest.java": javaSetup("BTest", "client.ping();"),
      "src/test/java/CTest.java": javaSetup("CTest", "room.ping();"),
    },
    good: {
      "src/test/java/ATest.java": javaSetup("ATest", "client.ping();"),
      "src/test/java/BTest.java": javaSetup("BTest", "client.ping();"),
    },
  },
  {
    language: "python",
    path: "tests/test_rooms.py",
    bad: six(pythonTest),
    good: pythonTest("a", "client.is_open") + pythonTest("b", "room.users"),
  },
  {
    language: "go",
    path: "store/store_test.go",
    bad: `package store\n\n${six(goTest)}`,
    good: `package store\n\n${goTest("A", "client.Open")}${goTest("B", "room.Open").replace("Migrate", "Reset")}${goTest("C", "user.Open")}`,
  },
  {
    language: "go",
    bad: { "a/store_test.go": `package a\n\n${six(goTest)}` },
    good: { "a/store_test.go": `package a\n\n${six(goTable)}` },
  },
  {
    language: "rust",
    path: "tests/store.rs",
    bad: six(rustTest),
    good:
      rustTest("a", "client.open()") +
      rustTest("b", "room.open()").replace("migrate", "reset") +
      rustTest("c", "user.open()"),
  },
];
