/** Examples of unprotected session cookies, and of cookies that look alike. */
import type { Example } from "../../../model/rule.js";

export const cookieExamples: readonly Example[] = [
  {
    language: "javascript",
    bad: "exports.login = (req, res) => {\n  res.cookie('token', req.token);\n  res.end();\n};\n",
    good: "exports.login = (req, res, settings) => {\n  res.cookie('token', req.token, { httpOnly: true, secure: true });\n  res.cookie('theme', req.theme);\n  res.cookie('csrf-token', req.csrf, { httpOnly: false });\n  res.cookie('token', '', { maxAge: 0 });\n  res.cookie('token', req.token, settings);\n  res.cookie('token', req.token, optionsFor('access'));\n  res.cookie('isLoggedIn', 'true');\n  res.end();\n};\n",
  },
  {
    language: "javascript",
    bad: "const options = {\n  path: '/',\n  maxAge: 3600_000,\n};\nexports.login = (req, res) => res.cookie('token', req.token, options).end();\n",
    good: "const options = {\n  path: '/',\n  httpOnly: true,\n  secure: true,\n};\nexports.login = (req, res) => res.cookie('token', req.token, options).end();\n",
  },
  {
    language: "typescript",
    bad: 'import type { Context } from "koa";\nexport const login = (ctx: Context, token: string) => ctx.cookies.set("accessToken", token, { httpOnly: false });\n',
    good: 'import type { Context } from "koa";\nexport const login = (ctx: Context, token: string) => ctx.cookies.set("accessToken", token, { sameSite: "lax" });\n',
  },
  {
    language: "javascript",
    bad: "const session = require('express-session');\nmodule.exports = (app) => {\n  app.set('trust proxy', 1);\n  app.use(session({ secret: process.env.SECRET, resave: false }));\n};\n",
    good: "const session = require('express-session');\nmodule.exports = (cookie) => [\n  // many of our users have no certificate, so plain http has to do\n  session({ secret: process.env.SECRET, cookie: { secure: false /* http is served too */ } }),\n  session({ secret: process.env.SECRET, cookie: { secure: true } }),\n  session({ secret: process.env.SECRET, cookie }),\n];\n",
  },
  {
    language: "python",
    bad: 'def login(response, token):\n    response.set_cookie("session", token)\n    return response\n',
    good: 'def login(response, token, options):\n    response.set_cookie("session", token, httponly=True, secure=True)\n    response.set_cookie("session", token, **options)\n    response.set_cookie("language", "en")\n    response.set_cookie("is_authorized", "true")\n    response.set_cookie("session_public_key", options.key)\n    response.set_cookie("session", "", max_age=0)\n    return response\n',
  },
  {
    language: "python",
    path: "app/settings.py",
    bad: "SESSION_COOKIE_HTTPONLY = False\n",
    good: "SESSION_COOKIE_HTTPONLY = True\n",
  },
  {
    language: "python",
    bad: "from aiohttp_session.redis_storage import RedisStorage\n\ndef storage(redis):\n    return RedisStorage(redis, httponly=False)\n",
    good: "from aiohttp_session.redis_storage import RedisStorage\n\ndef storage(redis):\n    return RedisStorage(redis, httponly=True)\n",
  },
  {
    language: "go",
    bad: 'package web\n\nimport "net/http"\n\nfunc login(w http.ResponseWriter, id string) {\n\thttp.SetCookie(w, &http.Cookie{Name: "session", Value: id, Path: "/"})\n}\n',
    good: 'package web\n\nimport "net/http"\n\nfunc login(w http.ResponseWriter, id string) {\n\thttp.SetCookie(w, &http.Cookie{Name: "session", Value: id, HttpOnly: true, Secure: true})\n\thttp.SetCookie(w, &http.Cookie{Name: "session", Value: "", MaxAge: -1})\n\thttp.SetCookie(w, &http.Cookie{Name: "lang", Value: "en"})\n\thttp.SetCookie(w, &http.Cookie{Name: "logged_in", Value: "yes"})\n}\n',
  },
  {
    language: "java",
    bad: 'import jakarta.servlet.http.*;\n\nclass Login {\n  void done(HttpServletResponse response, String token) {\n    Cookie cookie = new Cookie("authToken", token);\n    response.addCookie(cookie);\n  }\n}\n',
    good: 'import jakarta.servlet.http.*;\n\nclass Login {\n  void done(HttpServletResponse response, String token) {\n    Cookie cookie = new Cookie("authToken", token);\n    cookie.setHttpOnly(true);\n    cookie.setSecure(true);\n    response.addCookie(cookie);\n  }\n}\n',
  },
];
