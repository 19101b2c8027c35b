/** Code with writes that go past their transaction, and the closest code whose writes do not. */
import type { Example } from "../../../model/rule.js";

export const examples: readonly Example[] = [
  {
    language: "typescript",
    bad: 'import { prisma } from "./db";\nexport async function close(id: string) {\n  await prisma.$transaction(async () => {\n    const room = await prisma.room.update({ where: { id }, data: { isOpen: false } });\n    await prisma.invite.deleteMany({ where: { roomId: room.id } });\n  });\n}\n',
    good: 'import { prisma } from "./db";\nexport async function close(id: string) {\n  await prisma.$transaction(async (tx) => {\n    const room = await tx.room.update({ where: { id }, data: { isOpen: false } });\n    await tx.invite.deleteMany({ where: { roomId: room.id } });\n  });\n  await prisma.$transaction([prisma.room.delete({ where: { id } }), prisma.log.create({ data: { id } })]);\n  await prisma.$transaction(async (prisma) => {\n    await prisma.room.update({ where: { id }, data: { isOpen: true } });\n  });\n}\n',
  },
  {
    language: "typescript",
    bad: "export class Orders {\n  async cancel(id: string, lines: Line[]) {\n    return this.prisma.$transaction(async (tx) => {\n      await tx.order.update({ where: { id }, data: { state: 'cancelled' } });\n      await Promise.all(lines.map((line) => this.prisma.stock.update({ where: { id: line.stockId }, data: { free: { increment: 1 } } })));\n    });\n  }\n}\n",
    good: "export class Orders {\n  async cancel(id: string, lines: Line[]) {\n    return this.prisma.$transaction(async (tx) => {\n      await this.prisma.lockOrder(tx, id);\n      const order = await this.prisma.order.findUnique({ where: { id } });\n      try {\n        await tx.order.update({ where: { id }, data: { state: order.next } });\n      } catch (error) {\n        await this.prisma.failure.create({ data: { id } });\n        throw error;\n      }\n      this.later.push(() => this.prisma.log.create({ data: { id } }));\n    });\n  }\n}\n",
  },
  {
    language: "typescript",
    bad: "export async function rename(id: number, name: string) {\n  await db.transaction(async (tx) => {\n    await tx.insert(history).values({ id });\n    await db.update(rooms).set({ name }).where(eq(rooms.id, id));\n  });\n}\nexport async function clear(id: number) {\n  await db.transaction().execute(async (trx) => {\n    await db.deleteFrom('room').where('id', '=', id).execute();\n  });\n}\n",
    good: "export async function rename(id: number, name: string) {\n  await db.transaction(async (tx) => {\n    await tx.update(rooms).set({ name }).where(eq(rooms.id, id));\n    await knex('room').where({ id }).update({ name });\n  });\n  await knex.transaction(async (trx) => {\n    await knex('room').where({ id }).update({ name }).transacting(trx);\n    await knex.batchInsert('log', rows, 500).transacting(trx);\n  });\n  db.transaction(() => {\n    db.update(rooms).set({ name }).run();\n  })();\n  await db.transaction('rw', db.rooms, async () => {\n    await db.rooms.update(id, { name });\n  });\n}\n",
  },
  {
    language: "typescript",
    bad: 'export async function move(from: number, to: number) {\n  await knex.transaction(async (trx) => {\n    await trx("room").where({ id: to }).update({ isOpen: true });\n    await knex("room").where({ id: from }).update({ isOpen: false });\n  });\n}\n',
    good: 'export async function move(from: number, to: number) {\n  await knex.transaction(async (trx) => {\n    await trx("room").where({ id: to }).update({ isOpen: true });\n    await knex("room").where({ id: from }).first();\n  });\n  await knex("room").where({ id: from }).update({ isOpen: false });\n}\n',
  },
  {
    language: "go",
    bad: 'package store\n\nimport "gorm.io/gorm"\n\nfunc (s *Store) Activate(ctx context.Context, id int64) error {\n\treturn s.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {\n\t\tif err := s.db.WithContext(ctx).Model(&Address{}).Where("id = ?", id).Update("is_active", true).Error; err != nil {\n\t\t\treturn err\n\t\t}\n\t\treturn tx.Create(&Event{Address: id}).Error\n\t})\n}\n',
    good: 'package store\n\nimport "gorm.io/gorm"\n\nfunc (s *Store) Activate(ctx context.Context, id int64) error {\n\terr := s.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {\n\t\tif err := tx.Model(&Address{}).Where("id = ?", id).Update("is_active", true).Error; err != nil {\n\t\t\treturn err\n\t\t}\n\t\tquery := s.db.Raw("select 1")\n\t\ts.files.Delete("old")\n\t\treturn tx.Exec("delete from events where id in (?)", query).Error\n\t})\n\tif err != nil {\n\t\treturn s.db.Create(&Failure{Address: id}).Error\n\t}\n\treturn s.db.Transaction(func(db *gorm.DB) error {\n\t\treturn db.Create(&Event{Address: id}).Error\n\t})\n}\n\nfunc Rename(db *gorm.DB, id int64) error {\n\treturn db.Transaction(func(db *gorm.DB) error {\n\t\treturn db.Save(&Address{ID: id}).Error\n\t})\n}\n',
  },
  {
    language: "go",
    bad: 'package handler\n\nimport "gorm.io/gorm"\n\nfunc merge(app *App, from, to uint) error {\n\treturn app.Dao().DB().Transaction(func(tx *gorm.DB) error {\n\t\treturn app.Dao().DB().Model(&Vote{}).Where("user_id = ?", from).Update("user_id", to).Error\n\t})\n}\n',
    good: 'package handler\n\nimport "gorm.io/gorm"\n\nfunc merge(app *App, from, to uint) error {\n\treturn app.Dao().DB().Transaction(func(tx *gorm.DB) error {\n\t\tapp.Cache().Delete("votes")\n\t\treturn tx.Model(&Vote{}).Where("user_id = ?", from).Update("user_id", to).Error\n\t})\n}\n',
  },
];
