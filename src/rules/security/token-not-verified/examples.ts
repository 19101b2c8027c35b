/** Examples of tokens that are believed unchecked, and of readings that look alike. */
import type { Example } from "../../../model/rule.js";

export const tokenNotVerifiedExamples: readonly Example[] = [
  {
    language: "typescript",
    bad: 'import jwt from "jsonwebtoken";\nexport function currentUser(req: { headers: { authorization: string } }) {\n  const claims = jwt.decode(req.headers.authorization.slice(7)) as { sub: string };\n  return claims.sub;\n}\n',
    good: 'import jwt from "jsonwebtoken";\nexport function currentUser(token: string, keys: Map<string, string>) {\n  const key = keys.get(jwt.decode(token, { complete: true })?.header.kid ?? "") ?? "";\n  return jwt.verify(token, key, { algorithms: ["RS256"] });\n}\nexport const showPayload = (text: string) => console.log(jwt.decode(text));\n',
  },
  {
    language: "typescript",
    bad: 'import jwt from "jsonwebtoken";\nexport function currentUser(req: Request) {\n  return jwt.decode(req.headers.authorization) as { sub: string };\n}\nexport function openInvitation(token: string, key: string) {\n  return jwt.verify(token, key, { algorithms: ["HS256"] });\n}\n',
    good: 'import jwt from "jsonwebtoken";\nfunction currentUser(req: Request) {\n  return jwt.decode(req.headers.authorization) as { sub: string };\n}\nexport function login(req: Request, key: string) {\n  jwt.verify(req.headers.authorization, key, { algorithms: ["HS256"] });\n  return currentUser(req);\n}\n',
  },
  {
    language: "javascript",
    bad: "const jwt = require('jsonwebtoken');\nexports.open = (token, key) => jwt.verify(token, key, { ignoreExpiration: true });\n",
    good: "const jwt = require('jsonwebtoken');\nexports.open = (token, key) => jwt.verify(token, key, { ignoreExpiration: false, algorithms: ['HS256'] });\n",
  },
  {
    language: "javascript",
    bad: "const jwt = require('jsonwebtoken');\nexports.open = (token, key) => jwt.verify(token, key, { algorithms: ['HS256', 'none'] });\n",
    good: "const jwt = require('jsonwebtoken');\nexports.open = (token, key) => jwt.verify(token, key, { algorithms: ['HS256'], issuer: 'none' });\n",
  },
  {
    language: "python",
    bad: 'import jwt\n\ndef current_user(token):\n    return jwt.decode(token, options={"verify_signature": False})["sub"]\n',
    good: 'import jwt\n\ndef current_user(token, keys):\n    issuer = jwt.decode(token, options={"verify_signature": False})["iss"]\n    return jwt.decode(token, keys[issuer], algorithms=["RS256"], options={"verify_signature": True})["sub"]\n\ndef is_shop_token(token):\n    claims = jwt.decode(token, options={"verify_signature": False})\n    if claims.get("owner") != "shop":\n        return False\n    return True\n\ndef load_session(token, key):\n    return jwt.decode(token, key, algorithms=["HS256"])\n\ndef seconds_left(token, now):\n    return jwt.decode(token, options={"verify_signature": False})["exp"] - now\n',
  },
  {
    language: "python",
    bad: "import jwt\n\ndef verify_jwt(token):\n    return jwt.decode(token, verify=False)\n",
    good: 'import requests\nimport jwt\n\ndef verify_jwt(token, key):\n    requests.get("https://example.com", verify=False)\n    return jwt.decode(token, key, verify=True, algorithms=["HS256"])\n',
  },
  {
    language: "go",
    bad: 'package auth\n\nimport "github.com/golang-jwt/jwt/v5"\n\nfunc Identity(raw string) (string, error) {\n\tparsed, _, err := jwt.NewParser().ParseUnverified(raw, jwt.MapClaims{})\n\tif err != nil {\n\t\treturn "", err\n\t}\n\treturn parsed.Claims.GetSubject()\n}\n',
    good: 'package auth\n\nimport "github.com/golang-jwt/jwt/v5"\n\nfunc Identity(raw string, key jwt.Keyfunc) (string, error) {\n\tparsed, err := jwt.ParseWithClaims(raw, jwt.MapClaims{}, key)\n\tif err != nil {\n\t\treturn "", err\n\t}\n\treturn parsed.Claims.GetSubject()\n}\n\n// ParseUnverifiedToken reads the claims and does not verify the signature.\nfunc ParseUnverifiedToken(raw string) (jwt.MapClaims, error) {\n\tclaims := jwt.MapClaims{}\n\t_, _, err := jwt.NewParser().ParseUnverified(raw, claims)\n\treturn claims, err\n}\n',
  },
  {
    language: "java",
    bad: "import com.auth0.jwt.JWT;\n\nclass Auth {\n  String currentUser(String token) {\n    return JWT.decode(token).getSubject();\n  }\n}\n",
    good: "import com.auth0.jwt.JWT;\nimport com.auth0.jwt.algorithms.Algorithm;\n\nclass Auth {\n  String currentUser(String token, Algorithm key) {\n    return JWT.require(key).build().verify(token).getSubject();\n  }\n}\n",
  },
  {
    language: "rust",
    bad: "use jsonwebtoken::Validation;\n\npub fn validation() -> Validation {\n    let mut validation = Validation::default();\n    validation.insecure_disable_signature_validation();\n    validation\n}\n",
    good: "use jsonwebtoken::{decode, Algorithm, DecodingKey, Validation};\n\npub fn user(token: &str, key: &DecodingKey) -> bool {\n    decode::<serde_json::Value>(token, key, &Validation::new(Algorithm::HS256)).is_ok()\n}\n",
  },
  {
    language: "elixir",
    bad: 'defmodule Auth do\n  def current_user(token) do\n    {:ok, claims} = Joken.peek_claims(token)\n    claims["sub"]\n  end\nend\n',
    good: 'defmodule Auth do\n  def current_user(token, signer) do\n    {:ok, claims} = Joken.verify(token, signer)\n    claims["sub"]\n  end\nend\n',
  },
];
