/** Queries per item, and the loops over batches, short lists and the searches that end early. */
import type { Example } from "../../../model/rule.js";

export const examples: readonly Example[] = [
  {
    language: "typescript",
    bad: "export async function names(ids: string[]) {\n  const names: string[] = [];\n  for (const id of ids) {\n    const user = await prisma.user.findUnique({ where: { id } });\n    names.push(user.name);\n  }\n  return names;\n}\n",
    good: "export async function names(ids: string[]) {\n  const all: string[] = [];\n  for (const chunk of chunks(ids, 100)) {\n    all.push(...(await prisma.user.findMany({ where: { id: { in: chunk } } })));\n  }\n  for (const id of ids) await db.query(`DELETE FROM seen WHERE id = $1`, [id]);\n  for (const kind of ['a', 'b']) all.push(await User.findOne({ kind }));\n  for (const id of ids) {\n    const user = await User.findOne({ id });\n    if (user) return user;\n  }\n  const settings = await User.findOne({ id: 1 });\n  return ids.map((id) => all.find((user) => user.id === id && settings));\n}\n",
  },
  {
    language: "typescript",
    bad: "const few = () => {\n  const posts = ['a', 'b'];\n  return posts;\n};\nexport const owners = (posts: Post[]) => Promise.all(posts.map(async (post) => User.findById(post.userId)));\n",
    good: "export const owners = (posts: Post[]) => User.findAll({ where: { id: posts.map((post) => post.userId) } });\n",
  },
  {
    language: "python",
    bad: "def totals(orders):\n    result = []\n    for order in orders:\n        user = User.objects.get(id=order.user_id)\n        result.append((user.name, order.total))\n    return result\n",
    good: "def totals(orders):\n    users = {user.id: user for user in User.objects.filter(id__in=[order.user_id for order in orders])}\n    result = []\n    for order in orders:\n        result.append((users[order.user_id].name, order.total))\n    for group in remote:\n        result.append(Group.objects.get(name=group))\n    for relation in relations:\n        related = relation.related\n        show(related.objects.filter(owner=relation.owner))\n    for order in orders:\n        if order.kind not in rules:\n            rules[order.kind] = Rule.objects.filter(kind=order.kind)\n        Price.objects.filter(order=order.id).exclude(rule=1).delete()\n    for name in ('a', 'b'):\n        result.append(User.objects.get(name=name))\n    for order in orders:\n        Order.objects.filter(id=order.id).update(seen=True)\n    return result\n",
  },
  {
    language: "go",
    bad: 'package a\n\nfunc names(db *sql.DB, ids []int) {\n\tfor _, id := range ids {\n\t\tvar name string\n\t\t_ = db.QueryRow("select name from users where id = ?", id).Scan(&name)\n\t\tprintln(name)\n\t}\n}\n',
    good: 'package a\n\nfunc names(db *sql.DB, ids []int) {\n\trows, _ := db.Query("select name from users where id = any(?)", ids)\n\tfor rows.Next() {\n\t\tprintln(1)\n\t}\n\tfor _, batch := range split(ids) {\n\t\t_ = db.QueryRow("select count(*) from users where id = any(?)", batch)\n\t}\n}\n',
  },
  {
    language: "java",
    bad: "class Orders {\n  List<String> names(List<Order> orders) {\n    List<String> names = new ArrayList<>();\n    for (Order order : orders) {\n      names.add(userRepository.findById(order.userId).name);\n    }\n    return names;\n  }\n}\n",
    good: "class Orders {\n  List<User> users(List<Order> orders) {\n    List<Long> ids = new ArrayList<>();\n    for (Order order : orders) {\n      ids.add(order.userId);\n    }\n    return userRepository.findAllById(ids);\n  }\n}\n",
  },
  {
    language: "rust",
    bad: 'async fn names(pool: &Pool, ids: Vec<i64>) {\n    for id in ids {\n        let row = sqlx::query("select name from users where id = $1").bind(id).fetch_one(pool).await.unwrap();\n        show(row);\n    }\n}\n',
    good: 'async fn names(pool: &Pool, ids: Vec<i64>) {\n    let rows = sqlx::query("select name from users where id = any($1)").bind(&ids).fetch_all(pool).await.unwrap();\n    for row in rows {\n        show(row);\n    }\n}\n',
  },
  {
    language: "elixir",
    bad: "defmodule Shop.Orders do\n  def users(orders) do\n    Enum.map(orders, fn order -> Repo.get(User, order.user_id) end)\n  end\nend\n",
    good: "defmodule Shop.Orders do\n  def users(orders) do\n    ids = Enum.map(orders, fn order -> order.user_id end)\n    Repo.all(from u in User, where: u.id in ^ids)\n  end\nend\n",
  },
];
