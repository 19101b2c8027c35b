/** A record is loaded by what the address says, with and without its owner. */
import type { Example } from "../../../model/rule.js";

export const examples: readonly Example[] = [
  {
    language: "javascript",
    bad: 'const { Order } = require("./models");\nmodule.exports.show = async (req, res) => {\n  const { id } = req.params;\n  const order = await Order.findByPk(id);\n  res.json(order);\n};\n',
    good: 'const { Order, Tag } = require("./models");\nmodule.exports.show = async (req, res) => {\n  const order = await Order.findOne({ where: { id: req.params.id, ownerId: req.user.id } });\n  res.json(order);\n};\nmodule.exports.check = async (req, res) => {\n  const order = await Order.findByPk(req.params.id);\n  if (order.userId !== req.session.userId) return res.status(403).end();\n  return res.json(order);\n};\nmodule.exports.tags = async (req, res) => res.json(await Tag.findAll());\n',
  },
  {
    language: "python",
    bad: 'from fastapi import APIRouter\n\nrouter = APIRouter()\n\n@router.get("/orders/{order_id}")\ndef show(order_id: int, db: Session):\n    return db.query(Order).get_one(order_id)\n',
    good: 'from fastapi import APIRouter, Depends\n\nrouter = APIRouter()\n\n@router.get("/orders/{order_id}")\ndef show(order_id: int, db: Session, user=Depends(current_user)):\n    return db.query(Order).filter_by(owner=user.id).get_one(order_id)\n',
  },
  {
    language: "go",
    bad: 'package api\n\nimport "github.com/gin-gonic/gin"\n\nfunc Routes(router *gin.Engine) {\n\trouter.GET("/orders/:id", showOrder)\n}\n\nfunc showOrder(c *gin.Context) {\n\tid := c.Param("id")\n\tvar order Order\n\tdb.First(&order, id)\n\tc.JSON(200, order)\n}\n',
    good: 'package api\n\nimport "github.com/gin-gonic/gin"\n\nfunc Routes(router *gin.Engine) {\n\trouter.GET("/orders/:id", showOrder)\n}\n\nfunc showOrder(c *gin.Context) {\n\tid := c.Param("id")\n\tvar order Order\n\tdb.Where("owner = ?", currentUser(c).ID).First(&order, id)\n\tc.JSON(200, order)\n}\n',
  },
  {
    language: "java",
    path: "src/Orders.java",
    bad: 'import org.springframework.web.bind.annotation.*;\n@RestController\npublic class Orders {\n  @GetMapping("/orders/{id}")\n  public Order show(@PathVariable Long id) { return orders.findById(id).orElseThrow(); }\n}\n',
    good: 'import org.springframework.web.bind.annotation.*;\n@RestController\npublic class Orders {\n  @GetMapping("/orders/{id}")\n  public Order show(@PathVariable Long id, Principal principal) { return orders.findByIdAndOwner(id, principal.getName()).orElseThrow(); }\n}\n',
  },
  {
    language: "python",
    bad: 'from flask import Flask, jsonify\n\napp = Flask(__name__)\n\n@app.route("/invoices/<int:invoice_id>")\ndef get_invoice(invoice_id):\n    token = request.headers.get("Authorization")\n    if not known(token):\n        return jsonify({}), 403\n    return jsonify(Invoice.query.get(invoice_id))\n',
    // The function's own name is no load, and neither is a folder.
    good: 'from flask import Flask, jsonify\n\napp = Flask(__name__)\n\n@app.route("/invoices/<int:invoice_id>")\ndef get_invoice(invoice_id):\n    return jsonify(recalculated(invoice_id))\n\n@app.route("/invoices/<int:invoice_id>/scans")\ndef scans(invoice_id):\n    return jsonify(listed(get_scan_dir(invoice_id)))\n',
  },
  {
    language: "python",
    bad: 'from fastapi import APIRouter, Depends\n\nrouter = APIRouter()\n\n@router.get("/notes/{note_id}")\ndef get_note(note_id: str, notes=Depends(notes_service)):\n    return notes.get_one(note_id)\n',
    // The caller goes by another name.
    good: 'from fastapi import APIRouter, Depends\n\nrouter = APIRouter()\n\n@router.get("/notes/{note_id}")\ndef get_note(note_id: str, auth=Depends(signed_in), notes=Depends(notes_service)):\n    return notes.get_one(auth.username, note_id)\n\n@router.delete("/notes/{note_id}")\ndef drop(note_id: str, request, notes=Depends(notes_service)):\n    note = notes.get_one(note_id)\n    note_perm_check(request, note)\n    notes.drop(note)\n\n@router.put("/notes/{note_id}")\ndef change(note_id: str, request, notes=Depends(notes_service)):\n    note = notes.get_one(note_id)\n    if not (\n        note.shared\n        or note.maker in request.user.friends.all()\n    ):\n        raise Refused()\n    notes.change(note)\n\n@router.post("/notes/{note_id}/print")\n@staff_member_required\ndef printed(note_id: str, notes=Depends(notes_service)):\n    return notes.get_one(note_id)\n',
  },
  {
    language: "typescript",
    path: "src/messages.ts",
    bad: 'import { Router } from "express";\nexport const router = Router();\nrouter.get("/messages/:id", signedIn, async (req, res) => {\n  const { id } = req.params;\n  res.json(await store.getMessageById(id));\n});\n',
    // Each caller has a client of their own; a right is asked for at the route; the list is in memory.
    good: 'import { Router } from "express";\nexport const router = Router();\nrouter.get("/messages/:id", signedIn, async (req, res) => {\n  const { id } = req.params;\n  res.json(await req.client.getMessageById(id));\n});\nrouter.post("/messages/:id/close", signedIn(Permission.ManageMessages), async (req, res) => {\n  res.json(await store.getMessageById(req.params.id));\n});\nrouter.get("/messages/:id/files", signedIn, async (req, res) => {\n  const { id } = req.params;\n  await throwIfNoAccess({ id });\n  res.json(await store.getMessageById(id));\n});\nrouter.get("/colours/:id", signedIn, (req, res) => {\n  const { id } = req.params;\n  res.json(colours.find((colour) => colour.id === id));\n});\n',
  },
  {
    language: "java",
    path: "src/web/Slides.java",
    bad: 'import org.springframework.web.bind.annotation.*;\n@RestController\npublic class Slides {\n  @DeleteMapping("/slides/{id}")\n  public void drop(@PathVariable Long id) {\n    slides.deleteById(id);\n  }\n}\n@Entity\nclass Slide {\n  private Long id;\n  private Long ownerId;\n}\n',
    // Nothing says that one of these belongs to anybody; a page for administrators; a comparison of ids.
    good: 'import org.springframework.web.bind.annotation.*;\n@RestController\npublic class Slides {\n  @DeleteMapping("/themes/{id}")\n  public void drop(@PathVariable Long id) {\n    themes.deleteById(id);\n  }\n  @GetMapping("/admin/slides/{id}")\n  public Slide show(@PathVariable Long id) {\n    return slides.getSlideById(id);\n  }\n}\nclass Marks {\n  @DeleteMapping("/marks/{id}")\n  public void drop(@PathVariable Long id) {\n    Mark mark = marks.findById(id);\n    if (getUserId() == mark.getUserId()) marks.deleteById(id);\n  }\n}\n',
  },
  {
    language: "javascript",
    path: "src/recipes.js",
    // Another handler asks whose it is before it changes one.
    bad: 'const router = require("express").Router();\nrouter.put("/recipes/:id", signedIn, async (req, res) => {\n  const recipe = await Recipe.findById(req.params.id);\n  if (recipe.cook !== req.user.id) return res.status(403).end();\n  await recipe.save();\n  return res.json(recipe);\n});\nrouter.delete("/recipes/:id", signedIn, async (req, res) => {\n  await Recipe.findByIdAndDelete(req.params.id);\n  res.status(204).end();\n});\nmodule.exports = router;\n',
    // Only changing one is the owner's: everybody reads them. A function before the route looks the record up itself.
    good: 'const router = require("express").Router();\nrouter.put("/recipes/:id", signedIn, async (req, res) => {\n  const recipe = await Recipe.findById(req.params.id);\n  if (recipe.cook !== req.user.id) return res.status(403).end();\n  await recipe.save();\n  return res.json(recipe);\n});\nrouter.get("/recipes/:id", signedIn, async (req, res) => {\n  res.json(await Recipe.findById(req.params.id));\n});\nasync function onlyCook(req, res, next) {\n  const recipe = await Recipe.findById(req.params.id);\n  return String(recipe.cook) === req.user.id ? next() : res.status(403).end();\n}\nrouter.delete("/recipes/:id", signedIn, onlyCook, async (req, res) => {\n  await Recipe.findByIdAndDelete(req.params.id);\n  res.status(204).end();\n});\nmodule.exports = router;\n',
  },
  {
    language: "javascript",
    path: "src/orders.js",
    bad: 'const router = require("express").Router();\nconst ship = wrap(async (req, res) => {\n  res.json(await Order.findById(req.params.id));\n});\nrouter.get("/orders/:id/ship", signedIn, ship);\nmodule.exports = router;\n',
    // The role stands where the wrapped function is registered; a comment says that everybody may have it.
    good: 'const router = require("express").Router();\nconst ship = wrap(async (req, res) => {\n  res.json(await Order.findById(req.params.id));\n});\n// Public: the number of the order is printed on the parcel.\nconst track = wrap(async (req, res) => {\n  res.json(await Order.findById(req.params.id));\n});\nrouter.get("/orders/:id/ship", signedIn, onlyAdmin, ship);\nmodule.exports = { router, track };\n',
  },
];
