/** What the rule must find, and the registries, caches with a limit and short-lived collections it must leave alone. */
import type { Example } from "../../../model/rule.js";

const tracker = (rest: string): string =>
  `use std::collections::HashMap;\nuse std::sync::Arc;\nuse tokio::sync::RwLock;\n\npub struct EventTracker {\n    events: Arc<RwLock<Vec<Event>>>,\n}\n\nimpl EventTracker {\n    pub async fn record(&self, event: Event) {\n        let mut events = self.events.write().await;\n        events.push(event);\n    }\n\n    pub async fn all(&self) -> Vec<Event> {\n        self.events.read().await.clone()\n    }\n${rest}}\n`;

const limiter = (rest: string): string =>
  `package limit\n\nimport "sync"\n\ntype Limiter struct {\n\tmu   sync.Mutex\n\tseen map[string]int\n}\n\nfunc New() *Limiter {\n\treturn &Limiter{seen: make(map[string]int)}\n}\n\nfunc (l *Limiter) Allow(userID string) bool {\n\tl.mu.Lock()\n\tdefer l.mu.Unlock()\n\tl.seen[userID]++\n\treturn l.seen[userID] < 10\n}\n${rest}`;

export const examples: readonly Example[] = [
  {
    language: "rust",
    bad: tracker(""),
    good: tracker(
      "\n    pub async fn trim(&self) {\n        let mut events = self.events.write().await;\n        let excess = events.len().saturating_sub(1000);\n        events.drain(..excess);\n    }\n",
    ),
  },
  {
    language: "rust",
    bad: "struct Store {\n    sessions: Mutex<HashMap<String, Session>>,\n}\n\nimpl Store {\n    fn save(&self, session: Session) {\n        self.sessions.lock().unwrap().insert(session.id.clone(), session);\n    }\n}\n",
    good: "struct Store {\n    sessions: Mutex<HashMap<String, Session>>,\n    parsers: Mutex<HashMap<Kind, Parser>>,\n}\n\nimpl Store {\n    fn save(&self, session: Session) {\n        self.sessions.lock().unwrap().insert(session.id.clone(), session);\n    }\n    fn end(&self, id: &str) {\n        self.sessions.lock().unwrap().remove(id);\n    }\n    fn parser(&self, kind: Kind) {\n        self.parsers.lock().unwrap().insert(kind, Parser::new(kind));\n    }\n}\n",
  },
  {
    language: "typescript",
    bad: "const lastSeen = new Map<string, number>();\n\nexport function touch(userId: string): void {\n  lastSeen.set(userId, Date.now());\n}\n\nexport function seen(userId: string): number | undefined {\n  return lastSeen.get(userId);\n}\n",
    good: "const lastSeen = new Map<string, number>();\nconst handlers = new Map<string, () => void>();\nconst formats: Record<string, Intl.NumberFormat> = {};\n\nexport function touch(userId: string): void {\n  lastSeen.set(userId, Date.now());\n  if (lastSeen.size > 1000) lastSeen.clear();\n}\nconst waiting: Record<string, Set<string>> = {};\nexport function ask(userId: string): void {\n  waiting[userId] = new Set();\n}\nexport function told(userId: string): void {\n  waiting[userId] = null;\n}\nexport function registerHandler(event: string, run: () => void): void {\n  handlers.set(event, run);\n}\nexport function format(locale: string): Intl.NumberFormat {\n  formats[locale] ??= new Intl.NumberFormat(locale);\n  return formats[locale];\n}\nexport function group(ids: string[]) {\n  const groups = new Map<string, number>();\n  for (const userId of ids) groups.set(userId, 1);\n  return groups;\n}\n",
  },
  {
    language: "typescript",
    bad: "export class SessionStore {\n  private readonly history: string[] = [];\n\n  receive(message: string): void {\n    this.history.push(message);\n  }\n\n  find(word: string): string[] {\n    return this.history.filter((line) => line.includes(word));\n  }\n}\n",
    good: "export class SessionStore {\n  private readonly sessions = new Map<string, string>();\n  private history: string[] = [];\n\n  receive(message: string): void {\n    this.history.push(message);\n    this.history = this.history.slice(-100);\n  }\n  open(sessionId: string): void {\n    this.sessions.set(sessionId, sessionId);\n    setTimeout(() => this.sessions.delete(sessionId), 60_000);\n  }\n}\n\nexport class Report {\n  private readonly lines: string[] = [];\n  addMessage(message: string): void {\n    this.lines.push(message);\n  }\n  text(): string {\n    return this.lines.join();\n  }\n}\n",
  },
  {
    language: "python",
    bad: "contexts: dict[str, list[str]] = {}\n\n\ndef add(session_id: str, message: str) -> None:\n    if session_id not in contexts:\n        contexts[session_id] = []\n    contexts[session_id].append(message)\n\n\ndef history(session_id: str) -> list[str]:\n    return contexts.get(session_id, [])\n",
    good: {
      "app/contexts.py":
        "contexts = {}\nplugins = {}\npending = set()\n\n\ndef add(session_id, message):\n    contexts[session_id] = message\n\n\ndef register(event):\n    def decorator(run):\n        plugins[event] = run\n        return run\n    return decorator\n\n\ndef start(task):\n    pending.add(task)\n    task.add_done_callback(pending.discard)\n\n\ndef collect(events):\n    seen = {}\n    for event in events:\n        seen[event.id] = event\n    return seen\n",
      "app/close.py":
        "from app.contexts import contexts\n\n\ndef close(session_id):\n    contexts.pop(session_id, None)\n",
    },
  },
  {
    language: "python",
    bad: "class UploadService:\n    def __init__(self):\n        self.progress: dict[str, int] = {}\n\n    async def upload(self, task_id, data):\n        self.progress[task_id] = len(data)\n\n    def status(self, task_id):\n        return self.progress[task_id]\n",
    good: "class UploadService:\n    def __init__(self):\n        self.progress = {}\n        self.clients = {}\n\n    async def upload(self, task_id, data):\n        self.progress[task_id] = len(data)\n        await self.send(data)\n        del self.progress[task_id]\n\n    def client(self, network_id):\n        self.clients[network_id] = network_id\n\n\nclass Parser:\n    def __init__(self):\n        self.events = []\n\n    def feed(self, event):\n        self.events.append(event)\n",
  },
  {
    language: "go",
    bad: limiter(""),
    good: limiter(
      "\nfunc (l *Limiter) Forget(userID string) {\n\tl.mu.Lock()\n\tdelete(l.seen, userID)\n\tl.mu.Unlock()\n}\n",
    ),
  },
  {
    language: "go",
    bad: "package log\n\nvar entries []string\n\nfunc Record(message string) {\n\tentries = append(entries, message)\n}\n",
    good: "package log\n\nvar entries []string\n\nfunc Record(message string) {\n\tif len(entries) > 100 {\n\t\tentries = entries[1:]\n\t}\n\tentries = append(entries, message)\n}\n",
  },
  {
    language: "java",
    bad: "@Service\nclass Presence {\n  private final Map<String, Long> lastSeen = new ConcurrentHashMap<>();\n\n  void touch(String userId) {\n    lastSeen.put(userId, System.currentTimeMillis());\n  }\n}\n",
    good: "@Service\nclass Presence {\n  private final Map<String, Long> lastSeen = new ConcurrentHashMap<>();\n  private final Map<Class<?>, Codec> codecs = new ConcurrentHashMap<>();\n  private final Map<String, Task> byTask = new HashMap<>();\n\n  Presence(List<Task> tasks) {\n    tasks.forEach((task) -> byTask.put(task.id(), task));\n  }\n\n  void touch(String userId) {\n    lastSeen.put(userId, System.currentTimeMillis());\n  }\n\n  Codec codec(Class<?> type) {\n    return codecs.computeIfAbsent(type, Codec::new);\n  }\n\n  void leave(String userId) {\n    lastSeen.remove(userId);\n  }\n}\n",
  },
];
