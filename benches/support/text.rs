//! Text as logs have it.
//!
//! `clean` is what services and machines write: fifteen forms of lines, 138 bytes on average, each with a date, most
//! with class names, ids or numbers, a quarter with IPv4 addresses, no secrets. `json` is what applications write:
//! objects of 490 bytes on average with request, trace and span ids, one in ten with personal data or a secret. Values
//! of persons are published test values, tokens are made up here.
//!
//! `BLACKBAR_BENCH_TEXT` names files to take instead, parted as in `PATH`.

use super::random::Random;
use blackbar::{Redactor, Scratch, Verdict};
use std::fmt::Write as _;

/// A text with its name.
pub(crate) struct Text {
    pub(crate) name: String,
    /// Whole lines.
    pub(crate) bytes: Vec<u8>,
}

impl Text {
    /// Its first lines, up to `bytes` bytes, at least one line.
    pub(crate) fn head(&self, bytes: usize) -> &[u8] {
        head(&self.bytes, bytes)
    }

    pub(crate) fn lines(&self) -> usize {
        self.bytes.iter().filter(|b| **b == b'\n').count()
    }
}

/// The first lines of `text`, up to `bytes` bytes, at least one line.
pub(crate) fn head(text: &[u8], bytes: usize) -> &[u8] {
    if text.len() <= bytes {
        return text;
    }
    let whole = text[..bytes].iter().rposition(|b| *b == b'\n');
    let end = whole.or_else(|| text.iter().position(|b| *b == b'\n')).map_or(text.len(), |at| at + 1);
    &text[..end]
}

/// The texts to measure, of up to `bytes` bytes each.
pub(crate) fn texts(bytes: usize) -> Vec<Text> {
    #[expect(clippy::disallowed_methods, reason = "a benchmark has no settings of its own")]
    let files = std::env::var_os("BLACKBAR_BENCH_TEXT");
    match files {
        Some(files) => std::env::split_paths(&files)
            .map(|path| {
                let all = std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
                let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                Text { name, bytes: head(&all, bytes).to_vec() }
            })
            .collect(),
        None => vec![
            Text { name: "clean".to_owned(), bytes: clean(bytes) },
            Text { name: "json".to_owned(), bytes: json(bytes) },
        ],
    }
}

const HEX: &str = "0123456789abcdef";
const ALNUM: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const LEVELS: [&str; 8] = ["INFO", "INFO", "INFO", "INFO", "INFO", "DEBUG", "WARN", "ERROR"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const USERS: [&str; 8] = ["admin", "oracle", "guest", "test", "mysql", "webmaster", "ftpuser", "postgres"];
const SERVICES: [&str; 8] =
    ["orders", "billing", "search", "gateway", "profile", "shipping", "auth", "checkout"];
const PARTS: [&str; 4] = ["Repository", "Service", "HttpFilter", "Controller"];
const AGENT: &str =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";
const WORDS: [&str; 48] = [
    "order",
    "accepted",
    "after",
    "retry",
    "while",
    "the",
    "cache",
    "was",
    "cold",
    "and",
    "queue",
    "grew",
    "slow",
    "reply",
    "from",
    "upstream",
    "reader",
    "changed",
    "colour",
    "page",
    "rendered",
    "without",
    "picture",
    "stock",
    "level",
    "below",
    "threshold",
    "answer",
    "pending",
    "until",
    "house",
    "confirms",
    "morning",
    "restored",
    "tree",
    "joined",
    "garden",
    "leader",
    "elected",
    "letter",
    "written",
    "index",
    "rebuilt",
    "worker",
    "idle",
    "music",
    "flushed",
    "twice",
];

/// A point in time that moves on.
struct Clock {
    ms: u64,
}

impl Clock {
    /// Some milliseconds later: hour, minute, second, millisecond of one day.
    const fn tick(&mut self, r: &mut Random) -> (u64, u64, u64, u64) {
        self.ms += r.below(120);
        let s = self.ms / 1000;
        (s / 3600 % 24, s / 60 % 60, s % 60, self.ms % 1000)
    }
}

/// An address of a private network (RFC 1918).
fn private(r: &mut Random) -> String {
    format!("10.{}.{}.{}", r.within(0, 255), r.within(0, 255), r.within(1, 254))
}

/// An address of the internet: of the networks of public resolvers, so that it belongs to nobody's home.
fn public(r: &mut Random) -> String {
    let net = r.pick(&["8.8.8", "8.8.4", "1.1.1", "9.9.9", "208.67.222"]);
    format!("{net}.{}", r.within(1, 254))
}

/// Lines that `line` appends, up to `bytes` bytes.
fn lines(bytes: usize, seed: u64, line: fn(&mut String, &mut Random, &mut Clock)) -> Vec<u8> {
    let mut r = Random::new(seed);
    let mut clock = Clock { ms: 36_000_000 };
    let mut out = String::with_capacity(bytes + 1024);
    loop {
        let start = out.len();
        line(&mut out, &mut r, &mut clock);
        out.push('\n');
        if out.len() > bytes {
            out.truncate(start);
            return out.into_bytes();
        }
    }
}

/// Lines of services and machines, `bytes` bytes or a little less.
pub(crate) fn clean(bytes: usize) -> Vec<u8> {
    lines(bytes, 1, clean_line)
}

fn clean_line(out: &mut String, r: &mut Random, clock: &mut Clock) {
    let (h, m, s, ms) = clock.tick(r);
    let level = r.pick(&LEVELS);
    let pid = r.within(300, 32_000);
    let month = MONTHS[0];
    match r.below(24) {
        0 | 1 => write!(
            out,
            "2026-01-15 {h:02}:{m:02}:{s:02},{ms:03} {level} [RMCommunicator Allocator] org.example.mapreduce.v2.app.rm.\
             ContainerAllocator: Recalculating schedule, headroom=<memory:{}, vCores:{}> pending={} completed={}",
            r.below(90_000),
            r.below(64),
            r.below(900),
            r.below(4000)
        ),
        2 => write!(
            out,
            "260115 {h:02}{m:02}{s:02} {pid} {level} dfs.DataNode$DataXceiver: Receiving block blk_-{} src: /{}:{} dest: /{}:50010",
            r.draw() >> 2,
            private(r),
            r.within(1025, 65_000),
            private(r)
        ),
        3 | 4 => write!(
            out,
            "260115 {h:02}{m:02}{s:02} {pid} {level} dfs.FSNamesystem: BLOCK* NameSystem.addStoredBlock: blockMap updated: \
             {}:50010 is added to blk_{} size 67108864",
            private(r),
            r.draw() >> 2
        ),
        5 => write!(
            out,
            "{month} 15 {h:02}:{m:02}:{s:02} web-{:02} sshd[{pid}]: Failed password for invalid user {} from {} port {} ssh2",
            r.below(40),
            r.pick(&USERS),
            public(r),
            r.within(1025, 65_000)
        ),
        6 => write!(
            out,
            "{month} 15 {h:02}:{m:02}:{s:02} web-{:02} sshd[{pid}]: pam_unix(sshd:auth): authentication failure; logname= uid=0 \
             euid=0 tty=ssh ruser= rhost={}  user=root",
            r.below(40),
            public(r)
        ),
        7 => write!(
            out,
            "01-15 {h:02}:{m:02}:{s:02}.{ms:03}  {}  {pid} V PhoneStatusBar: setLightsOn(true)",
            r.within(1000, 9999)
        ),
        8 => write!(
            out,
            "01-15 {h:02}:{m:02}:{s:02}.{ms:03}  {}  {pid} D WindowManager: printFreezingDisplayLogs isAppWindowFreezed \
             app wtoken = AppWindowToken{{{} token=Token{{{} ActivityRecord{{{} u0 com.example.mail/.MainActivity t{}}}}}}}",
            r.within(1000, 9999),
            r.string(HEX, 7),
            r.string(HEX, 8),
            r.string(HEX, 7),
            r.below(900)
        ),
        9 | 10 => write!(
            out,
            "[Thu {month} 15 {h:02}:{m:02}:{s:02} 2026] [error] mod_jk child workerEnv in error state {}",
            r.below(9)
        ),
        11 | 12 => write!(
            out,
            "26/01/15 {h:02}:{m:02}:{s:02} {level} executor.Executor: Finished task {}.0 in stage {}.0 (TID {}). {} bytes \
             result sent to driver",
            r.below(200),
            r.below(60),
            r.below(9000),
            r.below(90_000)
        ),
        13 => write!(
            out,
            "- {} 2026.01.15 dn{:03} {month} 15 {h:02}:{m:02}:{s:02} dn/dn ntpd[{pid}]: synchronized to {}, stratum {}",
            1_768_471_200 + h * 3600 + m * 60 + s,
            r.below(999),
            private(r),
            r.within(1, 4)
        ),
        14 => write!(
            out,
            "nova-api.log 2026-01-15 {h:02}:{m:02}:{s:02}.{ms:03} {pid} {level} nova.osapi_compute.wsgi.server \
             [req-{}-{}-4{}-9{}-{} {} - - -] \"GET /v2/{}/servers/detail HTTP/1.1\" status: 200 len: {} time: 0.{}",
            r.string(HEX, 8),
            r.string(HEX, 4),
            r.string(HEX, 3),
            r.string(HEX, 3),
            r.string(HEX, 12),
            r.string(HEX, 32),
            r.string(HEX, 32),
            r.below(4000),
            r.within(1_000_000, 9_999_999)
        ),
        15..=17 => write!(
            out,
            "{month} 15 {h:02}:{m:02}:{s:02} laptop-10-105-{}-{} kernel[0]: ARPT: {}.{}: AirPort_Brcm43xx::platformWoWEnable: \
             WWEN[disable] state {}",
            r.below(255),
            r.below(255),
            r.within(600_000, 800_000),
            r.within(100_000, 999_999),
            r.below(9)
        ),
        18 => write!(
            out,
            "- {} 2026.01.15 R{:02}-M1-N{}-C:J12-U11 2026-01-15-{h:02}.{m:02}.{s:02}.{:06} R{:02}-M1-N0-C:J12-U11 RAS KERNEL \
             {level} instruction cache parity error corrected",
            1_768_471_200 + h * 3600 + m * 60 + s,
            r.below(64),
            r.below(9),
            r.below(1_000_000),
            r.below(64)
        ),
        19 => write!(
            out,
            "2026-01-15 {h:02}:{m:02}:{s:02},{ms:03} {level} [LeaseRenewer:worker@node-{:02}:9000] org.example.hdfs.\
             LeaseRenewer: Failed to renew lease for [DFSClient_NONMAPREDUCE_{}_1] for {} seconds.  Will retry shortly ...",
            r.below(50),
            r.below(2_000_000_000),
            r.below(900)
        ),
        _ => write!(
            out,
            "01-15 {h:02}:{m:02}:{s:02}.{ms:03}  {}  {pid} D PowerManagerService: release:lock={}, flg=0x0, \
             tag=\"View Lock\", name=com.example.ui, uid={}, ws=null",
            r.within(1000, 9999),
            r.below(1_000_000_000),
            r.within(10_000, 10_200)
        ),
    }
    .unwrap();
}

/// JSON lines of applications, `bytes` bytes or a little less.
pub(crate) fn json(bytes: usize) -> Vec<u8> {
    lines(bytes, 2, json_line)
}

fn json_line(out: &mut String, r: &mut Random, clock: &mut Clock) {
    let (h, m, s, ms) = clock.tick(r);
    let words = r.within(5, 12);
    let message: Vec<&str> = (0..words).map(|_| r.pick(&WORDS)).collect();
    let service = r.pick(&SERVICES);
    write!(
        out,
        r#"{{"timestamp":"2026-01-15T{h:02}:{m:02}:{s:02}.{ms:03}Z","level":"{}","service":"{service}","logger":"com.example.{service}.{}","thread":"http-nio-8080-exec-{}","request_id":"{}-{}-4{}-9{}-{}","trace_id":"{}","span_id":"{}","user":{{"id":"u_{:08}","plan":"{}"}},"http":{{"method":"{}","path":"/v1/{}/{:06}","status":{},"duration_ms":{}.{:03},"bytes":{}}},"message":"{}.""#,
        r.pick(&LEVELS),
        r.pick(&PARTS),
        r.within(1, 64),
        r.string(HEX, 8),
        r.string(HEX, 4),
        r.string(HEX, 3),
        r.string(HEX, 3),
        r.string(HEX, 12),
        r.string(HEX, 32),
        r.string(HEX, 16),
        r.below(100_000_000),
        r.pick(&["free", "pro", "team"]),
        r.pick(&["GET", "POST", "PUT"]),
        r.pick(&["orders", "sessions", "cart", "users"]),
        r.below(1_000_000),
        r.pick(&[200, 200, 200, 201, 404, 500]),
        r.below(100),
        r.below(1000),
        r.below(90_000),
        message.join(" ")
    )
    .unwrap();
    if r.below(10) == 0 {
        let first = r.below(8);
        for kind in first..first + r.within(1, 3) {
            out.push(',');
            sensitive(out, r, kind % 8);
        }
    }
    out.push('}');
}

/// A member with personal data or a secret: published test values, and tokens that are made up here.
fn sensitive(out: &mut String, r: &mut Random, kind: u64) {
    match kind {
        0 => {
            write!(out, r#""customer":{{"name":"Ada Lovelace","email":"ada.{}@example.com"}}"#, r.below(9999))
        }
        1 => write!(
            out,
            r#""payment":{{"card":"{}"}}"#,
            r.pick(&["4111 1111 1111 1111", "5555555555554444", "378282246310005"])
        ),
        2 => write!(
            out,
            r#""refund":{{"iban":"{}"}}"#,
            r.pick(&["DE89370400440532013000", "GB29NWBK60161331926819"])
        ),
        3 => write!(out, r#""client":{{"x-forwarded-for":"{}","user-agent":"{AGENT}"}}"#, public(r)),
        4 => write!(
            out,
            r#""headers":{{"authorization":"Bearer {}","user-agent":"{AGENT}"}}"#,
            r.string(ALNUM, 40)
        ),
        5 => write!(out, r#""token":"sk_live_{}""#, r.string(ALNUM, 24)),
        6 => write!(out, r#""aws":{{"access_key_id":"AKIAIOSFODNN7EXAMPLE","region":"eu-central-1"}}"#),
        _ => write!(out, r#""applicant":{{"ssn":"078-05-1120","phone":"+1 202-555-0147"}}"#),
    }
    .unwrap();
}

/// The lines of a text in which nothing is found.
pub(crate) fn quiet(redactor: &Redactor, text: &[u8]) -> Vec<u8> {
    let mut scratch = Scratch::default();
    let mut out = Vec::with_capacity(text.len());
    for line in text.split_inclusive(|b| *b == b'\n') {
        let verdict = redactor.text(line.strip_suffix(b"\n").unwrap_or(line), &mut scratch);
        if verdict == Verdict::Clean && scratch.findings().is_empty() {
            out.extend_from_slice(line);
        }
    }
    out
}

/// A line of 200 bytes for a logger, in which nothing is found.
pub(crate) fn logger_line() -> Vec<u8> {
    let line = "2026-01-15 10:02:03,120 INFO [http-nio-8080-exec-12] com.example.orders.Controller: order 48213 accepted \
                after retry, 3 items, total 74 of plan team, reply written in 18 ms, queue 7, worker 4 idle again, step";
    let line = line.as_bytes()[..200].to_vec();
    assert_eq!(line.len(), 200);
    line
}
