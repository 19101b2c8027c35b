/** Examples of servers that run with debugging aids on, and of starts that look alike. */
import type { Example } from "../../../model/rule.js";

export const debugExamples: readonly Example[] = [
  {
    language: "python",
    bad: 'from flask import Flask\n\napp = Flask(__name__)\n\nif __name__ == "__main__":\n    app.run(host="0.0.0.0", port=5000, debug=True)\n',
    good: 'import os\n\nfrom flask import Flask\n\napp = Flask(__name__)\n# app.run(debug=True) is for your own machine\nif __name__ == "__main__":\n    app.run(host="0.0.0.0", debug=os.environ.get("FLASK_DEBUG") == "1")\n\ndef other(runner):\n    runner.run(debug=True)\n\ndef local(settings):\n    app.run(debug=True, port=5000)\n    app.run(host="127.0.0.1", debug=True)\n    if settings.is_debug:\n        app.run(host="0.0.0.0", debug=True)\n',
  },
  {
    language: "python",
    path: "shop/settings.py",
    bad: 'from pathlib import Path\n\nDEBUG = True\nALLOWED_HOSTS = ["shop.example", "127.0.0.1"]\nINSTALLED_APPS = ["django.contrib.auth"]\nROOT_URLCONF = "shop.urls"\n',
    good: 'import os\n\nDEBUG = os.environ.get("DEBUG") == "1"\nINSTALLED_APPS = ["django.contrib.auth"]\nROOT_URLCONF = "shop.urls"\nif os.environ.get("LOCAL"):\n    DEBUG = True\n',
  },
  {
    language: "python",
    path: "shop/settings.py",
    bad: 'import os\n\nDEBUG = True\nALLOWED_HOSTS = os.environ["HOSTS"].split(",")\nMIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]\n',
    // Django answers this machine only.
    good: 'DEBUG = True\nALLOWED_HOSTS = []\nMIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]\n',
  },
  {
    language: "python",
    bad: {
      "shop/settings/base.py":
        'DEBUG = True\nALLOWED_HOSTS = ["*"]\nMIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]\n',
      "shop/settings/production.py": "from .base import *\n\nSECURE_SSL_REDIRECT = True\n",
    },
    good: {
      "shop/settings/base.py":
        'DEBUG = True\nALLOWED_HOSTS = ["*"]\nMIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]\n',
      "shop/settings/production.py": "from .base import *\n\nDEBUG = False\n",
    },
  },
  {
    language: "python",
    path: "shop/settings.py",
    bad: 'DEBUG = True\nALLOWED_HOSTS = ["*"]\nROOT_URLCONF = "shop.urls"\n',
    good: 'DEBUG = True\nALLOWED_HOSTS = ["*"]\nROOT_URLCONF = "shop.urls"\ntry:\n    from .local_settings import *\nexcept ImportError:\n    pass\n',
  },
  {
    language: "python",
    bad: 'from fastapi import FastAPI\n\napp = FastAPI(title="Shop", debug=True)\n',
    good: 'from fastapi import FastAPI\n\napp = FastAPI(title="Shop", debug=False)\n\ndef make():\n    if in_debug_mode():\n        return FastAPI(debug=True)\n    return FastAPI()\n',
  },
  {
    language: "javascript",
    bad: "const express = require('express');\nconst errorhandler = require('errorhandler');\nconst app = express();\napp.use(errorhandler());\n",
    good: "const express = require('express');\nconst errorhandler = require('errorhandler');\nconst app = express();\nif (process.env.NODE_ENV === 'development') app.use(errorhandler());\n",
  },
  {
    language: "go",
    bad: 'package main\n\nimport (\n\t"net/http"\n\t_ "net/http/pprof"\n)\n\nfunc main() {\n\thttp.ListenAndServe(":8080", nil)\n}\n',
    good: 'package main\n\nimport (\n\t"net/http"\n\t_ "net/http/pprof"\n)\n\nfunc main() {\n\tgo http.ListenAndServe("localhost:6060", nil)\n\thttp.ListenAndServe(":8080", http.NewServeMux())\n}\n\nfunc startProfiler(address string, isOn bool) {\n\tif isOn {\n\t\tgo http.ListenAndServe(address, nil)\n\t}\n\tgo http.ListenAndServe(":6060", nil)\n}\n',
  },
  {
    language: "java",
    bad: "import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;\n\n@EnableWebSecurity(debug = true)\nclass Config {}\n",
    good: "import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;\n\n@EnableWebSecurity(debug = false)\nclass Config {}\n",
  },
  {
    language: "elixir",
    path: "config/prod.exs",
    bad: "import Config\n\nconfig :shop, ShopWeb.Endpoint, debug_errors: true\n",
    good: "import Config\n\nconfig :shop, ShopWeb.Endpoint, debug_errors: false\n",
  },
];
