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
];
