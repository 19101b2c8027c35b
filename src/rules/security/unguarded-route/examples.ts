/** Programs whose routes ask who is calling, but for one. */
import type { Example } from "../../../model/rule.js";

const express = (last: string): string =>
  `const express = require("express");\nconst { requireLogin } = require("./auth");\nconst orders = require("./orders");\nconst router = express.Router();\nrouter.get("/orders", requireLogin, orders.list);\nrouter.post("/orders", requireLogin, orders.create);\n${last}\nmodule.exports = router;\n`;

const fastapi = (last: string): string =>
  `from fastapi import APIRouter, Depends\nfrom app.auth import current_user\n\nrouter = APIRouter()\n\n@router.get("/orders")\ndef list_orders(user=Depends(current_user)):\n    return store.all(user)\n\n@router.post("/orders")\ndef add_order(order: Order, user=Depends(current_user)):\n    return store.add(order, user)\n\n${last}`;

const gin = (last: string): string =>
  `package api\n\nimport "github.com/gin-gonic/gin"\n\nfunc Routes(router *gin.Engine) {\n\trouter.GET("/orders", RequireLogin(), listOrders)\n\trouter.POST("/orders", RequireLogin(), addOrder)\n${last}}\n`;

const spring = (last: string): string =>
  `import org.springframework.web.bind.annotation.*;\n@RestController\npublic class Orders {\n  @PreAuthorize("hasRole('BUYER')")\n  @GetMapping("/orders")\n  public List<Order> list() { return store.all(); }\n  @PreAuthorize("hasRole('BUYER')")\n  @PostMapping("/orders")\n  public Order add(@RequestBody Order order) { return store.add(order); }\n${last}}\n`;

const phoenix = (scopes: string): string =>
  `defmodule ShopWeb.Router do\n  use ShopWeb, :router\n\n  pipeline :api do\n    plug :accepts, ["json"]\n  end\n\n  pipeline :signed_in do\n    plug :require_authenticated_user\n  end\n\n${scopes}end\n`;

export const examples: readonly Example[] = [
  {
    language: "javascript",
    bad: express('router.delete("/orders/:id", orders.remove);'),
    good: express('router.post("/login", orders.logIn);\nrouter.get("/prices", orders.prices);'),
  },
  {
    language: "javascript",
    bad: {
      "src/app.js":
        'const express = require("express");\nconst users = require("./users");\nconst app = express();\napp.use("/users", users);\nmodule.exports = app;\n',
      "src/users.js":
        'const express = require("express");\nconst router = express.Router();\nrouter.get("/", (req, res) => res.json(all()));\nrouter.post("/", (req, res) => res.json(add(req.body)));\nrouter.delete("/:id", (req, res) => res.json(remove(req.params.id)));\nmodule.exports = router;\n',
    },
    good: {
      "src/app.js":
        'const express = require("express");\nconst users = require("./users");\nconst { authenticate } = require("./auth");\nconst app = express();\napp.use("/users", authenticate, users);\nmodule.exports = app;\n',
      "src/users.js":
        'const express = require("express");\nconst router = express.Router();\nrouter.get("/", (req, res) => res.json(all()));\nrouter.post("/", (req, res) => res.json(add(req.body)));\nrouter.delete("/:id", (req, res) => res.json(remove(req.params.id)));\nmodule.exports = router;\n',
    },
  },
  // What it does tells: it answers 401 or 403, under a name that says nothing of it or none.
  {
    language: "javascript",
    bad: express(
      'const desk = (req, res, next) => next();\nrouter.delete("/orders/:id", desk, orders.remove);',
    ),
    good: express(
      'const desk = (req, res, next) => (req.get("x-desk") === code ? next() : res.sendStatus(403));\nrouter.delete("/orders/:id", desk, orders.remove);\nrouter.use((req, res, next) => {\n  if (known.has(req.ip)) next();\n  else res.status(401).end();\n});\nrouter.put("/orders/:id", orders.change);',
    ),
  },
  {
    language: "python",
    bad: fastapi(
      '@router.delete("/orders/{order_id}")\ndef remove_order(order_id: int):\n    return store.remove(order_id)\n',
    ),
    good: fastapi('@router.get("/health")\ndef health():\n    return "ok"\n'),
  },
  {
    language: "go",
    bad: gin('\trouter.DELETE("/orders/:id", removeOrder)\n'),
    good: gin(
      '\tadmin := router.Group("/admin", RequireLogin())\n\tadmin.DELETE("/orders/:id", removeOrder)\n',
    ),
  },
  {
    language: "java",
    path: "src/Orders.java",
    bad: spring(
      '  @DeleteMapping("/orders/{id}")\n  public void remove(@PathVariable long id) { store.remove(id); }\n',
    ),
    good: spring('  @GetMapping("/prices")\n  public List<Price> prices() { return store.prices(); }\n'),
  },
  {
    language: "elixir",
    bad: phoenix(
      '  scope "/", ShopWeb do\n    pipe_through [:api, :signed_in]\n    get "/orders", OrderController, :index\n    post "/orders", OrderController, :create\n  end\n\n  scope "/", ShopWeb do\n    pipe_through :api\n    delete "/orders/:id", OrderController, :delete\n  end\n',
    ),
    good: phoenix(
      '  scope "/", ShopWeb do\n    pipe_through [:api, :signed_in]\n    get "/orders", OrderController, :index\n    post "/orders", OrderController, :create\n    delete "/orders/:id", OrderController, :delete\n  end\n',
    ),
  },
];
