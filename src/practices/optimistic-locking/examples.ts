/** Writes that check what they overwrite, as Go, Java, Rust and Elixir have them. */
import type { Example } from "../../model/rule.js";

export const moreExamples: readonly Example[] = [
  {
    language: "go",
    bad: 'package store\n\nimport (\n\t"context"\n\n\t"github.com/redis/go-redis/v9"\n)\n\nfunc (s *Store) Add(ctx context.Context, key string) error {\n\treturn s.rdb.Watch(ctx, func(tx *redis.Tx) error {\n\t\tn, err := tx.Get(ctx, key).Int()\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t\t_, err = tx.TxPipelined(ctx, func(pipe redis.Pipeliner) error {\n\t\t\tpipe.Set(ctx, key, n+1, 0)\n\t\t\treturn nil\n\t\t})\n\t\treturn err\n\t}, key)\n}\n',
    good: 'package store\n\nimport "sync/atomic"\n\nfunc (s *Store) Start(ctx Context) {\n\ts.files.Watch(ctx, "config")\n\tfor {\n\t\tif s.load.Load() == 0 && s.running.CompareAndSwap(false, true) {\n\t\t\treturn\n\t\t}\n\t}\n}\n\nvar once atomic.Bool\n',
  },
  {
    language: "java",
    bad: "package store;\n\nimport jakarta.persistence.Entity;\nimport jakarta.persistence.Version;\n\n@Entity\nclass Account {\n  @Version private long revision;\n}\n",
    good: "package store;\n\nimport org.apache.maven.Version;\n\nclass Account {\n  @Version private long revision;\n}\n",
  },
  {
    language: "java",
    bad: "package store;\n\nimport java.util.concurrent.atomic.AtomicReference;\n\nclass Rates {\n  private final AtomicReference<Table> table = new AtomicReference<>();\n\n  void put(Rate rate) {\n    while (true) {\n      Table before = table.get();\n      if (table.compareAndSet(before, before.with(rate))) {\n        return;\n      }\n    }\n  }\n}\n",
    good: "package store;\n\nimport java.util.concurrent.atomic.AtomicBoolean;\n\nclass Rates {\n  private final AtomicBoolean isStarted = new AtomicBoolean();\n\n  void start() {\n    if (isStarted.compareAndSet(false, true)) {\n      run();\n    }\n  }\n}\n",
  },
  {
    language: "rust",
    bad: "use std::sync::atomic::{AtomicU64, Ordering};\n\npub fn raise(highest: &AtomicU64, value: u64) {\n    loop {\n        let seen = highest.load(Ordering::Acquire);\n        if seen >= value || highest.compare_exchange(seen, value, Ordering::AcqRel, Ordering::Acquire).is_ok() {\n            return;\n        }\n    }\n}\n",
    good: "use std::sync::atomic::{AtomicBool, Ordering};\n\npub fn start(started: &AtomicBool) -> bool {\n    started.compare_exchange(false, true, Ordering::AcqRel, Ordering::Acquire).is_ok()\n}\n",
  },
  {
    language: "elixir",
    bad: "defmodule Shop.Cart do\n  import Ecto.Changeset\n\n  def changeset(cart, attrs) do\n    cart |> cast(attrs, [:total]) |> optimistic_lock(:revision)\n  end\nend\n",
    good: "defmodule Shop.Cart do\n  import Ecto.Changeset\n\n  def changeset(cart, attrs) do\n    cart |> cast(attrs, [:total, :revision])\n  end\nend\n",
  },
];
