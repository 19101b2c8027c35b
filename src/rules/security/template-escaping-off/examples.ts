/** Examples of HTML put into pages unescaped, and of markup that looks alike. */
import type { Example } from "../../../model/rule.js";

export const escapingExamples: readonly Example[] = [
  {
    language: "typescript",
    path: "src/greeting.ts",
    bad: "export function greet(element: HTMLElement, userName: string) {\n  element.innerHTML = `<b>Hello ${userName}</b>`;\n}\n",
    good: 'import DOMPurify from "dompurify";\nexport function greet(element: HTMLElement, name: string, count: number) {\n  element.textContent = `<b>Hello ${name}</b>`;\n  element.innerHTML = `<b>Hello ${name}</b>`;\n  element.innerHTML = "";\n  element.innerHTML = DOMPurify.sanitize(`<b>Hello ${name}</b>`);\n  element.innerHTML = `<b>${count}</b>`;\n  const safe = escapeHtml(name);\n  element.innerHTML = `<b>${safe}</b>`;\n  const mark = "m_" + tools.randomString();\n  element.innerHTML = `<b id="${mark}"></b>`;\n}\ndeclare function escapeHtml(text: string): string;\n',
  },
  {
    language: "typescript",
    path: "src/profile.tsx",
    bad: "export const Profile = ({ user }: { user: { bio: string } }) => <div dangerouslySetInnerHTML={{ __html: user.bio }} />;\n",
    good: 'import DOMPurify from "dompurify";\nconst NOTE = "<b>note</b>";\nexport const Banner = ({ banner }: { banner: Banner }) => <div dangerouslySetInnerHTML={{ __html: banner.data.content }} />;\nexport const Note = () => <div dangerouslySetInnerHTML={{ __html: NOTE }} />;\nexport const Data = ({ data }: { data: object }) => <script dangerouslySetInnerHTML={{ __html: JSON.stringify(data) }} />;\nexport const Profile = ({ user }: { user: { bio: string } }) => {\n  const bio = DOMPurify.sanitize(user.bio);\n  return <div dangerouslySetInnerHTML={{ __html: bio }} />;\n};\n',
  },
  {
    language: "typescript",
    path: "src/about.ts",
    bad: 'import type { DomSanitizer } from "@angular/platform-browser";\nexport const show = (sanitizer: DomSanitizer, comment: { text: string }) => sanitizer.bypassSecurityTrustHtml(comment.text);\n',
    good: 'import type { DomSanitizer } from "@angular/platform-browser";\nexport const show = (sanitizer: DomSanitizer) => sanitizer.bypassSecurityTrustHtml("<b>note</b>");\n',
  },
  {
    language: "javascript",
    bad: "const swig = require('swig');\nswig.setDefaults({ autoescape: false });\n",
    good: "const swig = require('swig');\nswig.setDefaults({ autoescape: true });\n",
  },
  {
    language: "python",
    bad: 'from jinja2 import Environment, FileSystemLoader\n\nenv = Environment(loader=FileSystemLoader("templates"), autoescape=False)\npage = env.get_template("page.html")\n',
    good: 'from jinja2 import Environment, FileSystemLoader\n\nenv = Environment(loader=FileSystemLoader("templates"), autoescape=True)\npage = env.get_template("page.html")\n',
  },
  {
    language: "python",
    bad: 'from django.utils.safestring import mark_safe\n\ndef badge(user):\n    return mark_safe(f"<b>{user.name}</b>")\n',
    good: 'from django.utils.html import escape, format_html\nfrom django.utils.safestring import mark_safe\n\ndef colour(badge):\n    return mark_safe(f"<b class={badge.colour}>{badge.label}</b>")\n\ndef badge(user):\n    return format_html("<b>{}</b>", user.name)\n\ndef line():\n    return mark_safe("<hr>")\n\ndef bold(user):\n    return mark_safe(f"<b>{escape(user.name)}</b>")\n\ndef hint():\n    return mark_safe(_("One name per line.") + " <code>a</code>")\n\ndef when(value):\n    return mark_safe(f"<i>{naturaltime(value)}</i>")\n',
  },
  {
    language: "go",
    bad: 'package web\n\nimport "html/template"\n\nfunc link(nickname string) template.HTML {\n\treturn template.HTML("<b>" + nickname + "</b>")\n}\n',
    good: 'package web\n\nimport "html/template"\n\nfunc link(name string) template.HTML {\n\treturn template.HTML("<b>" + template.HTMLEscapeString(name) + "</b>")\n}\n',
  },
  {
    language: "go",
    bad: 'package web\n\nimport (\n\t"net/http"\n\t"text/template"\n)\n\nvar page = template.Must(template.ParseFiles("page.html"))\n\nfunc show(w http.ResponseWriter, r *http.Request) {\n\tpage.Execute(w, r.FormValue("name"))\n}\n',
    good: 'package web\n\nimport (\n\t"html/template"\n\t"net/http"\n)\n\nvar page = template.Must(template.ParseFiles("page.html"))\n\nfunc show(w http.ResponseWriter, r *http.Request) {\n\tpage.Execute(w, r.FormValue("name"))\n}\n',
  },
  {
    language: "elixir",
    bad: 'defmodule Web.Badge do\n  import Phoenix.HTML\n  def badge(user), do: raw("<b>#{user.name}</b>")\nend\n',
    good: 'defmodule Web.Badge do\n  import Phoenix.HTML\n  def line, do: raw("<hr>")\nend\n',
  },
  {
    language: "text",
    path: "views/products.ejs",
    bad: "<p>Results for <%- output.searchTerm %></p>\n",
    good: "<%- include('head', { title: page.title }) %>\n<p>Results for <%= output.searchTerm %></p>\n<%- article.html %>\n",
  },
];
