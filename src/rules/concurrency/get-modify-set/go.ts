/** How a lost update of a stored value looks in Go; the matcher reads all languages alike. */
import type { Example } from "../../../model/rule.js";

const start =
  'package store\n\nimport (\n\t"context"\n\t"encoding/json"\n\n\t"github.com/redis/go-redis/v9"\n)\n\ntype Store struct{ rdb *redis.Client }\n\n';

export const goExamples: readonly Example[] = [
  {
    language: "go",
    bad: `${start}func (s *Store) Count(ctx context.Context, id string) error {\n\traw, err := s.rdb.Get(ctx, id).Result()\n\tif err != nil {\n\t\treturn err\n\t}\n\tvar session Session\n\tif err := json.Unmarshal([]byte(raw), &session); err != nil {\n\t\treturn err\n\t}\n\tsession.Messages++\n\tdata, err := json.Marshal(session)\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn s.rdb.Set(ctx, id, data, ttl).Err()\n}\n`,
    good: `${start}func (s *Store) Count(ctx context.Context, id string) error {\n\treturn s.rdb.HIncrBy(ctx, id, "messages", 1).Err()\n}\n\nfunc (s *Store) Watched(ctx context.Context, id string) error {\n\treturn s.rdb.Watch(ctx, func(tx *redis.Tx) error {\n\t\tn, err := tx.Get(ctx, id).Int()\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t\t_, err = tx.TxPipelined(ctx, func(pipe redis.Pipeliner) error {\n\t\t\tpipe.Set(ctx, id, n+1, 0)\n\t\t\treturn nil\n\t\t})\n\t\treturn err\n\t}, id)\n}\n\nfunc (s *Store) Copy(ctx context.Context, id, other string) error {\n\tn, err := s.rdb.Get(ctx, id).Int()\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn s.rdb.Set(ctx, other, n+1, 0).Err()\n}\n`,
  },
  {
    language: "go",
    bad: `${start}func (s *Store) Add(ctx context.Context, id string, m Message) error {\n\tkey := s.key(id)\n\traw, err := s.rdb.Get(ctx, key).Bytes()\n\tif err != nil {\n\t\treturn err\n\t}\n\tvar session Session\n\terr = json.Unmarshal(raw, &session)\n\tif err != nil {\n\t\treturn err\n\t}\n\tsession.Messages = append(session.Messages, m)\n\treturn s.save(ctx, id, session)\n}\n\nfunc (s *Store) save(ctx context.Context, id string, session Session) error {\n\tdata, _ := json.Marshal(session)\n\treturn s.rdb.Set(ctx, s.key(id), data, ttl).Err()\n}\n`,
    good: `${start}func (s *Store) Load(ctx context.Context, id string) (Session, error) {\n\tvar session Session\n\traw, err := s.rdb.Get(ctx, id).Bytes()\n\tif err == nil {\n\t\treturn session, json.Unmarshal(raw, &session)\n\t}\n\tsession = fresh(id)\n\tsession.Messages = nil\n\tdata, err := json.Marshal(session)\n\tif err != nil {\n\t\treturn session, err\n\t}\n\treturn session, s.rdb.Set(ctx, id, data, ttl).Err()\n}\n`,
  },
];
