/** Examples of weak encryption, and of encryption that looks alike. */
import type { Example } from "../../../model/rule.js";

export const weakCipherExamples: readonly Example[] = [
  {
    language: "typescript",
    bad: 'import { createCipheriv } from "node:crypto";\nconst ALGORITHM = "aes-128-ecb";\nexport const seal = (key: Buffer, text: string) => createCipheriv(ALGORITHM, key, null).update(text);\n',
    good: 'import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";\nconst ALGORITHM = "aes-256-gcm";\nexport const seal = (key: Buffer, text: string) => createCipheriv(ALGORITHM, key, randomBytes(12)).update(text);\nexport const open = (key: Buffer, data: Buffer) => createDecipheriv("des-ede3-cbc", key, data.subarray(0, 8)).update(data);\nexport const chosen = (name: string, key: Buffer, iv: Buffer) => createCipheriv(name, key, iv);\n',
  },
  {
    language: "javascript",
    bad: "const crypto = require('crypto');\nconst iv = Buffer.alloc(16, 0);\nexports.seal = (key, text) => crypto.createCipheriv('aes-256-cbc', key, iv).update(text);\n",
    good: "const crypto = require('crypto');\nexports.seal = (key, text) => {\n  const iv = Buffer.alloc(16);\n  crypto.randomFillSync(iv);\n  return crypto.createCipheriv('aes-256-cbc', key, crypto.randomBytes(16)).update(text);\n};\n",
  },
  {
    language: "javascript",
    bad: "const crypto = require('crypto');\nexports.seal = (password, text) => crypto.createCipher('aes192', password).update(text);\n",
    good: "const cache = require('./crypto');\nexports.seal = (password, text) => cache.createCipher('aes192', password).update(text);\n",
  },
  {
    language: "python",
    bad: "from Crypto.Cipher import AES\n\ndef seal(key, text):\n    return AES.new(key, AES.MODE_ECB).encrypt(text)\n",
    good: "import os\nfrom Crypto.Cipher import AES\n\ndef seal(key, text):\n    return AES.new(key, AES.MODE_GCM, nonce=os.urandom(12)).encrypt(text)\n\ndef decrypt_old(key, text):\n    return AES.new(key, AES.MODE_ECB).decrypt(text)\n",
  },
  {
    language: "python",
    bad: "from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes\n\ndef seal(key, iv):\n    return Cipher(algorithms.TripleDES(key), modes.CBC(iv)).encryptor()\n",
    good: "from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes\n\ndef seal(key, iv):\n    return Cipher(algorithms.AES(key), modes.GCM(iv)).encryptor()\n",
  },
  {
    language: "go",
    bad: 'package box\n\nimport "crypto/des"\n\nfunc seal(key []byte) error {\n\t_, err := des.NewCipher(key)\n\treturn err\n}\n',
    good: 'package box\n\nimport "crypto/aes"\n\nfunc seal(key []byte) error {\n\t_, err := aes.NewCipher(key)\n\treturn err\n}\n',
  },
  {
    language: "java",
    bad: 'import javax.crypto.Cipher;\n\nclass Box {\n  Cipher seal() throws Exception {\n    return Cipher.getInstance("AES");\n  }\n}\n',
    good: 'import javax.crypto.Cipher;\n\nclass Box {\n  Cipher seal() throws Exception {\n    return Cipher.getInstance("AES/GCM/NoPadding");\n  }\n  Cipher wrap() throws Exception {\n    return Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding");\n  }\n}\n',
  },
  {
    language: "java",
    bad: 'import javax.crypto.spec.IvParameterSpec;\n\nclass Box {\n  Object nonce() {\n    return new IvParameterSpec("0123456789abcdef".getBytes());\n  }\n}\n',
    good: "import javax.crypto.spec.IvParameterSpec;\n\nclass Box {\n  Object nonce(byte[] random) {\n    return new IvParameterSpec(random);\n  }\n}\n",
  },
  {
    language: "rust",
    bad: "use openssl::symm::{encrypt, Cipher};\n\npub fn seal(key: &[u8], text: &[u8]) -> Vec<u8> {\n    encrypt(Cipher::aes_128_ecb(), key, None, text).unwrap()\n}\n",
    good: "use openssl::symm::{encrypt, Cipher};\n\npub fn seal(key: &[u8], nonce: &[u8], text: &[u8]) -> Vec<u8> {\n    encrypt(Cipher::aes_256_gcm(), key, Some(nonce), text).unwrap()\n}\n",
  },
  {
    language: "elixir",
    bad: "defmodule Box do\n  def seal(key, text), do: :aes_128_ecb |> :crypto.crypto_one_time(key, text, true)\nend\n",
    good: 'defmodule Box do\n  def seal(key, iv, text), do: :crypto.crypto_one_time_aead(:aes_256_gcm, key, iv, text, "", true)\nend\n',
  },
];
