//! Secrets in the notations of code, configuration, shells, markup and prose, and what looks like them: all rules together,
//! on texts that are no rule's own examples. Values are made up when the tests run; words are those that people write where
//! a secret could stand.

use crate::examples::{expand, seed_of};
use blackbar::rules::examples::marked;
use blackbar::{Redactor, Scratch};

/// What stands between the marks is covered, and nothing else is.
const SECRETS: &[&str] = &[
    // Code.
    "const apiKey = '«{alnum:32}»';",
    "let api_key: &str = \"«{hex:32}»\";",
    "API_KEY: Final[str] = \"«{alnum:32}»\"",
    "private static final String DB_PASSWORD = \"«{alnum:12}»\";",
    "$config['password'] = '«{alnum:10}»';",
    "@password = \"«{alnum:11}»\"",
    "password := \"«{alnum:12}»\"",
    "password <- \"«{alnum:12}»\"",
    "password = \"\"\"«{alnum:12}»\"\"\"",
    "char *passwd = \"«{alnum:12}»\";",
    "(setq smtp-password \"«{alnum:12}»\")",
    "client.setSecret(\"«{alnum:24}»\");",
    "if (password == \"«{alnum:12}»\") {",
    "password = os.environ.get('DB_PASSWORD', '«{alnum:12}»')",
    "const s = process.env.SESSION_SECRET ?? '«{alnum:24}»';",
    "conn = connect(host='h', user='bob', password='«{alnum:12}»')",
    "#define WIFI_PASSWORD \"«{alnum:12}»\"",
    "define('AUTH_KEY', '«{alnum:40}»');",
    "buildConfigField('String', 'MAPS_API_KEY', '\"«{alnum:32}»\"')",
    // Configuration.
    "spring.datasource.password=«{alnum:12}»",
    "DB_PASSWORD=«{alnum:12}» # the database",
    "  password: «{alnum:12}»\n  host: db",
    "  password: !!str \"«{alnum:12}»\"",
    "password = «{alnum:12}»\r\nuser = bob\r\n",
    "[client]\nuser=bob\npassword=\"«{alnum:12}»\"",
    "secret_key_base: «{hex:128}»",
    "requirepass «{alnum:24}»",
    "bindpw «{alnum:12}»",
    "*:*:*:bob:«{alnum:14}»",
    "machine example.com login bob password «{alnum:12}»",
    "//registry.example.com/:_authToken=«{alnum:40}»",
    "- name: DB_PASSWORD\n  value: «{alnum:14}»",
    // JSON, XML and others of their kind.
    "{\"user\":\"bob\",\"password\":\"«{alnum:12}»\"}",
    "{\"config\":\"{\\\"password\\\":\\\"«{alnum:12}»\\\"}\"}",
    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"«{base64url:43}»\"}",
    "<password>«{alnum:12}»</password>",
    "<add key=\"ApiKey\" value=\"«{alnum:32}»\" />",
    "<ns:Password Type=\"text\">«{alnum:12}»</ns:Password>",
    "<key>api_key</key>\n<string>«{alnum:32}»</string>",
    "{\"user\" \"bob\" \"password\" \"«{alnum:12}»\"}",
    // Dumps of objects.
    "User{name=bob, password=«{alnum:12}», age=3}",
    "User(name='bob', password='«{alnum:12}»')",
    "map[host:db password:«{alnum:12}» user:bob]",
    "{:user=>\"bob\", :password=>\"«{alnum:12}»\"}",
    "%{user: \"bob\", password: \"«{alnum:12}»\"}",
    "Credentials [user=bob, secret=«{alnum:20}»]",
    // SQL.
    "ALTER USER bob IDENTIFIED BY '«{alnum:12}»'",
    "CREATE LOGIN bob WITH PASSWORD = '«{alnum:12}»'",
    "INSERT INTO users (name, password) VALUES ('bob', '«{alnum:12}»')",
    "UPDATE users SET password = md5('«{alnum:12}»') WHERE id = 3",
    // Command lines.
    "mysql -u root -p«{alnum:12}» app",
    "tool --user bob --password «{alnum:12}» --force",
    "tool --api-key=«{alnum:32}» run",
    "docker run -e MYSQL_ROOT_PASSWORD=«{alnum:12}» mysql",
    "PGPASSWORD=«{alnum:12}» psql -h db",
    "curl -u bob:«{alnum:12}» https://host.example/",
    "echo '«{alnum:12}»' | sudo -S reboot",
    "echo bob:«{alnum:12}» | chpasswd",
    "net user bob «{alnum:12}» /add",
    "rabbitmqctl change_password bob «{alnum:12}»",
    "kubectl create secret generic db --from-literal=password=«{alnum:12}»",
    "java -Djavax.net.ssl.keyStorePassword=«{alnum:12}» -jar a.jar",
    // Headers, queries and forms.
    "X-Api-Key: «{alnum:32}»",
    "Authorization: Bearer «{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}»",
    "POST /login?user=bob&password=«{alnum:12}»&x=1",
    "next=%2Fa%3Faccess_token%3D«{alnum:32}»%26x%3D1",
    "form-data; name=\"password\"\r\n\r\n«{alnum:12}»\r\n--x",
    "https://bob:«{alnum:6}@{alnum:6}»@host.example.com/",
    "jdbc:mysql://db/app?user=bob&password=«{alnum:12}»",
    // Behind escapes.
    "redirect=%3Ft%3D«glpat-{alnum:20}»",
    "\x1b[32m«glpat-{alnum:20}»\x1b[0m",
    "printf '\\033[1;31m«glpat-{alnum:20}»\\033[0m'",
    "{\"line\":\"\\u001b[33m«glpat-{alnum:20}»\\u001b[0m\"}",
    "t = \"\\x3d«glpat-{alnum:20}»\"",
    // Prose.
    "the password is «{alnum:12}».",
    "log in with password «{alnum:12}» please",
    "Password (one-off): «{alnum:12}»",
    "the new api key is «{alnum:32}» and works",
    "bob p/w: «{alnum:12}»",
    "seed phrase: «legal winner thank year wave sausage worth useful legal winner thank yellow»",
];

/// In these nothing is found.
const OTHERS: &[&str] = &[
    "password = getPassword();",
    "password = config.get(\"db.password\")",
    "const password = process.env.DB_PASSWORD;",
    "const mode = process.env.NODE_ENV || 'production';",
    "api_key = settings.API_KEY",
    "password: ${DB_PASSWORD}",
    "password: {{ .Values.password }}",
    "password: !vault |",
    "password: <your password>",
    "password=********",
    "password=xxxxxxxx",
    "password=[REDACTED]",
    "password=null&user=bob",
    "password_reset_url=https://host.example/reset",
    "passwordEncoder=BCryptPasswordEncoder",
    "secretName: db-credentials",
    "secret: arn:aws:secretsmanager:eu-west-1:123456789012:secret:db",
    "token_type=Bearer&expires_in=3600",
    "tokens: 1024",
    "unexpected token at position 17",
    "token ContentSecurityPolicyViolation was not expected",
    "the password is required",
    "password authentication failed for user bob",
    "Failed password for invalid user admin from host port 22",
    "password reset-2024 was sent",
    "password has been changed successfully",
    "pw = new PrintWriter(out);",
    "pw: ${PW}",
    "commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
    "sha256:{hex:64}",
    "ETag: \"{hex:32}\"",
    "request_id={hex:8}-{hex:4}-4{hex:3}-8{hex:3}-{hex:12}",
    "{\"id\":\"{base64url:43}\",\"kid\":\"{base64url:43}\"}",
    "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"{base64url:43}\",\"y\":\"{base64url:43}\"}",
    "{\"d\":\"2024-01-31\",\"q\":\"how do I do it\"}",
    "<password></password>",
    "<input type=\"password\" name=\"p\">",
    "<Password minLength=\"12\" maxLength=\"64\"></Password>",
    "INSERT INTO users (name, password) VALUES ($1, $2)",
    "UPDATE users SET password = ? WHERE id = ?",
    "SELECT md5('abcdefgh')",
    "echo done | tee build.log",
    "echo $PASSWORD | sudo -S reboot",
    "mysql -u root -p app",
    "curl -u $USER:$PASS https://host.example/",
    "net user bob /delete",
    "expect \"Password:\" send \"$password\\r\"",
    "tcp *:5432:listen",
    "snmp-server community $COMMUNITY RO",
    "key 7 days",
    "Authorization: Bearer $TOKEN",
    "Basic authentication is off",
    "http://host.example:8080/path@v1",
    "v2.local.example",
    "eyJ{base64url:33}.eyJ{base64url:60}.{base64url:43}",
    "seed phrase: please write it down and keep it in a safe place",
    "class SecretManager(TokenProvider):",
    "import { PasswordInput } from './password-input';",
    "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "glpat-your-token-here-now-and-then",
];

/// The bytes that findings cover, in order, joined where they touch.
fn covered(redactor: &Redactor, scratch: &mut Scratch, text: &str) -> Vec<(usize, usize)> {
    redactor.text(text.as_bytes(), scratch);
    let mut spans: Vec<_> = scratch.findings().iter().map(|m| (m.span.start, m.span.end)).collect();
    spans.sort_unstable();
    let mut union: Vec<(usize, usize)> = Vec::new();
    for (start, end) in spans {
        match union.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => union.push((start, end)),
        }
    }
    union
}

#[test]
fn secrets_are_covered_and_nothing_else_is() {
    let redactor = Redactor::builtin().unwrap();
    let mut scratch = Scratch::default();
    let mut wrong = Vec::new();
    for case in SECRETS {
        let examples = marked(&expand(case, &mut seed_of(case))).unwrap();
        let wanted: Vec<_> = examples.iter().map(|e| (e.start, e.end)).collect();
        let found = covered(&redactor, &mut scratch, &examples[0].text);
        if found != wanted {
            wrong.push(format!("{case:?}: wants {wanted:?}, finds {found:?} in {:?}", examples[0].text));
        }
    }
    assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), SECRETS.len(), wrong.join("\n"));
}

#[test]
fn nothing_is_found_in_what_looks_like_secrets() {
    let redactor = Redactor::builtin().unwrap();
    let mut scratch = Scratch::default();
    let mut wrong = Vec::new();
    for case in OTHERS {
        let text = expand(case, &mut seed_of(case));
        let found = covered(&redactor, &mut scratch, &text);
        if !found.is_empty() {
            let rules: Vec<_> =
                scratch.findings().iter().map(|m| &redactor.scanner().rule(m.rule).unwrap().id).collect();
            wrong.push(format!("{text:?}: {found:?} {rules:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), OTHERS.len(), wrong.join("\n"));
}
