/** Interfaces with several types behind them, as Go, Java and Rust have them. */
import type { Example } from "../../model/rule.js";

export const moreExamples: readonly Example[] = [
  {
    language: "go",
    bad: {
      "store/store.go": "package store\n\ntype Store interface {\n\tGet(id string) string\n}\n",
      "store/memory.go":
        "package store\n\ntype Memory struct{}\n\nvar _ Store = (*Memory)(nil)\n\nfunc (m *Memory) Get(id string) string { return id }\n",
      "store/disk.go":
        "package store\n\ntype Disk struct{}\n\nvar _ Store = Disk{}\n\nfunc (d Disk) Get(id string) string { return id }\n",
    },
    good: {
      "store/store.go": "package store\n\ntype Store interface {\n\tGet(id string) string\n}\n",
      "store/memory.go":
        "package store\n\ntype Memory struct{}\n\nvar _ Store = (*Memory)(nil)\n\nfunc (m *Memory) Get(id string) string { return id }\n",
      "store/noop_test.go": "package store\n\ntype noop struct{}\n\nvar _ Store = (*noop)(nil)\n",
    },
  },
  {
    language: "java",
    bad: {
      "src/main/java/store/Store.java":
        "package store;\n\npublic interface Store {\n  String get(String id);\n}\n",
      "src/main/java/store/Memory.java":
        "package store;\n\npublic class Memory implements Store {\n  public String get(String id) {\n    return id;\n  }\n}\n",
      "src/main/java/store/Disk.java":
        "package store;\n\nfinal class Disk implements AutoCloseable, Store {\n  public String get(String id) {\n    return id;\n  }\n}\n",
    },
    good: {
      "src/main/java/store/Store.java":
        "package store;\n\npublic interface Store {\n  String get(String id);\n}\n",
      "src/main/java/store/Memory.java":
        "package store;\n\npublic class Memory implements Store {\n  public String get(String id) {\n    return id;\n  }\n}\n",
      "src/main/java/store/Fast.java": "package store;\n\npublic interface Fast extends Store {}\n",
    },
  },
  {
    language: "rust",
    bad: {
      "src/store.rs": "pub trait Store {\n    fn get(&self, id: &str) -> String;\n}\n",
      "src/kinds.rs":
        "use crate::store::Store;\n\npub struct Memory;\npub struct Disk;\n\nimpl Store for Memory {\n    fn get(&self, id: &str) -> String {\n        id.to_owned()\n    }\n}\n\nimpl Store for Disk {\n    fn get(&self, id: &str) -> String {\n        id.to_owned()\n    }\n}\n",
    },
    good: {
      "src/store.rs": "pub trait Store {\n    fn get(&self, id: &str) -> String;\n}\n",
      "src/kinds.rs":
        "use crate::store::Store;\n\npub struct Memory;\n\nimpl Store for Memory {\n    fn get(&self, id: &str) -> String {\n        id.to_owned()\n    }\n}\n\nimpl Store for String {\n    fn get(&self, id: &str) -> String {\n        id.to_owned()\n    }\n}\n\n#[cfg(test)]\nmod tests {\n    use super::*;\n    struct Fake;\n    impl Store for Fake {\n        fn get(&self, id: &str) -> String {\n            id.to_owned()\n        }\n    }\n}\n",
    },
  },
];
