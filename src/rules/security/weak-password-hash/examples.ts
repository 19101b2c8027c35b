/** Examples of passwords hashed too fast, and of hashes that look alike. */
import type { Example } from "../../../model/rule.js";

export const weakPasswordHashExamples: readonly Example[] = [
  {
    language: "typescript",
    bad: 'import { createHash } from "node:crypto";\nexport const store = (password: string) => createHash("sha256").update(password).digest("hex");\n',
    good: 'import { createHash, scryptSync } from "node:crypto";\nexport const etag = (body: string) => createHash("md5").update(body).digest("hex");\nexport const tokenId = (passwordResetToken: string) => createHash("sha256").update(passwordResetToken).digest("hex");\nexport const store = (password: string, salt: Buffer) => scryptSync(password, salt, 32);\nexport const leaked = (password: string) => fetch(`https://api.pwnedpasswords.com/range/${createHash("sha1").update(password).digest("hex").slice(0, 5)}`);\n',
  },
  {
    language: "javascript",
    bad: "const bcrypt = require('bcrypt');\nconst ROUNDS = 4;\nexports.store = (password) => bcrypt.hash(password, ROUNDS);\n",
    good: "const bcrypt = require('bcrypt');\nconst ROUNDS = 12;\nexports.store = (password) => bcrypt.hash(password, ROUNDS);\nexports.same = (password, cost) => bcrypt.hash(password, cost);\nexports.once = (otp) => bcrypt.hash(otp, 6);\nexports.visitor = () => bcrypt.hashSync('visitor', 4);\n",
  },
  {
    language: "javascript",
    bad: "const crypto = require('crypto');\nexports.store = (password, salt) => crypto.pbkdf2Sync(password, salt, 1000, 64, 'sha512');\n",
    good: "const crypto = require('crypto');\nexports.store = (password, salt) => crypto.pbkdf2Sync(password, salt, 600000, 64, 'sha512');\nexports.key = (seed, salt) => crypto.pbkdf2Sync(seed, salt, 1, 32, 'sha256');\n",
  },
  {
    language: "python",
    bad: "import hashlib\n\ndef check(user, password):\n    return user.password_hash == hashlib.md5(password.encode()).hexdigest()\n",
    good: 'import hashlib\nimport bcrypt\n\ndef checksum(data):\n    return hashlib.md5(data).hexdigest()\n\ndef store(password):\n    digest = hashlib.sha256(password.encode()).digest()\n    return bcrypt.hashpw(digest, bcrypt.gensalt())\n\ndef answer(user, realm, password):\n    return hashlib.md5(f"{user}:{realm}:{password}".encode()).hexdigest()\n\ndef slow(password, salt):\n    return hashlib.pbkdf2_hmac("sha256", password, salt, 600_000)\n\ndef account(api, user, password):\n    return api.api_request("login", name=user, password=hashlib.sha256(password.encode()).hexdigest())\n\ndef answer_for(user, salt, token):\n    return token == hashlib.md5((user.password + salt).encode()).hexdigest()\n\ndef signin(data, password):\n    data["pwd"] = hashlib.md5(password.encode()).hexdigest()\n    return data\n\ndef is_valid(sig, password, time):\n    return sig == hashlib.sha256((password + time).encode()).hexdigest()\n',
  },
  {
    language: "python",
    bad: "import hashlib\n\ndef store(user, pwd):\n    digest = hashlib.sha1()\n    digest.update(pwd.encode())\n    user.save(digest.hexdigest())\n",
    good: "import hashlib\n\ndef fingerprint(user, picture, pwd):\n    digest = hashlib.sha1()\n    digest.update(picture)\n    user.login(pwd)\n    return digest.hexdigest()\n",
  },
  {
    language: "go",
    bad: 'package user\n\nimport "crypto/md5"\n\nfunc store(password string) [16]byte {\n\treturn md5.Sum([]byte(password))\n}\n',
    good: 'package user\n\nimport (\n\t"crypto/md5"\n\n\t"golang.org/x/crypto/bcrypt"\n)\n\nfunc avatar(email, password string) ([16]byte, error) {\n\tif _, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.DefaultCost); err != nil {\n\t\treturn [16]byte{}, err\n\t}\n\treturn md5.Sum([]byte(email)), nil\n}\n\nfunc htpasswd(user, password string) string {\n\tsum := sha1.Sum([]byte(password))\n\treturn user + ":{SHA}" + base64.StdEncoding.EncodeToString(sum[:])\n}\n',
  },
  {
    language: "go",
    bad: 'package user\n\nimport "golang.org/x/crypto/bcrypt"\n\nfunc store(password string) ([]byte, error) {\n\treturn bcrypt.GenerateFromPassword([]byte(password), bcrypt.MinCost)\n}\n',
    good: 'package user\n\nimport "golang.org/x/crypto/bcrypt"\n\nfunc store(password string, cost int) ([]byte, error) {\n\treturn bcrypt.GenerateFromPassword([]byte(password), cost)\n}\n',
  },
  {
    language: "java",
    bad: 'import java.security.MessageDigest;\n\nclass Users {\n  byte[] store(String password) throws Exception {\n    MessageDigest digest = MessageDigest.getInstance("SHA-1");\n    digest.update(password.getBytes());\n    return digest.digest();\n  }\n}\n',
    good: 'import java.security.MessageDigest;\nimport org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;\n\nclass Users {\n  byte[] checksum(byte[] file, String password) throws Exception {\n    MessageDigest digest = MessageDigest.getInstance("SHA-1");\n    digest.update(file);\n    return digest.digest();\n  }\n  String store(String password) {\n    return new BCryptPasswordEncoder().encode(password);\n  }\n}\n',
  },
  {
    language: "java",
    bad: "import org.springframework.security.crypto.password.NoOpPasswordEncoder;\n\nclass Config {\n  Object passwordEncoder() {\n    return NoOpPasswordEncoder.getInstance();\n  }\n}\n",
    good: "import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;\n\nclass Config {\n  Object passwordEncoder() {\n    return new BCryptPasswordEncoder(12);\n  }\n}\n",
  },
  {
    language: "rust",
    bad: "use sha2::{Digest, Sha256};\n\npub fn store(password: &str) -> Vec<u8> {\n    Sha256::digest(password.as_bytes()).to_vec()\n}\n",
    good: "use sha2::{Digest, Sha256};\n\npub fn checksum(body: &[u8], password: &str) -> Vec<u8> {\n    login(password);\n    Sha256::digest(body).to_vec()\n}\n",
  },
  {
    language: "elixir",
    bad: "defmodule Users do\n  def store(password), do: :crypto.hash(:sha256, password)\nend\n",
    good: "defmodule Users do\n  def store(password), do: Bcrypt.hash_pwd_salt(password)\n  def etag(body), do: :crypto.hash(:md5, body)\n  def auth_token(app), do: :crypto.hash(:sha256, app.password)\n  def user_state(user), do: :crypto.hash(:sha256, user.password)\nend\n",
  },
];
