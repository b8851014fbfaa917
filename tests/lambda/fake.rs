//! A Firehose on loopback that holds to the limits which no emulator has, and refuses as it is told.
//! <https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html>.

#![allow(clippy::disallowed_methods, reason = "it is the platform: it has threads")]

use super::api::request;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::io::{BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What it does with one request; without one it takes all.
#[derive(Clone, Debug)]
pub(super) enum Mood {
    /// Refuses the records of these numbers.
    Refuses(Vec<usize>),
    /// Status and code of an error.
    Fails(u16, &'static str),
    /// Takes all and hangs up.
    Silent,
}

#[derive(Default)]
struct State {
    moods: Vec<Mood>,
    last: Option<Mood>,
    taken: Vec<(String, Vec<u8>)>,
    requests: usize,
}

/// The service.
pub(super) struct Fake {
    state: Arc<Mutex<State>>,
    /// Its address.
    pub(super) url: String,
}

impl Fake {
    /// One that goes through these moods, and stays in the last one if `forever`.
    pub(super) fn start(moods: Vec<Mood>, forever: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let last = moods.last().cloned().filter(|_| forever);
        let state = Arc::new(Mutex::new(State { moods, last, ..State::default() }));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let state = Arc::clone(&shared);
                std::thread::spawn(move || serve(stream.unwrap(), &state));
            }
        });
        Self { state, url }
    }

    /// What it took so far: the stream's name and the data of each record.
    pub(super) fn taken(&self) -> Vec<(String, Vec<u8>)> {
        self.state.lock().unwrap().taken.clone()
    }

    pub(super) fn requests(&self) -> usize {
        self.state.lock().unwrap().requests
    }

    /// The variables by which the function finds it.
    pub(super) fn variables(&self) -> Vec<(&str, &str)> {
        vec![
            ("AWS_ENDPOINT_URL", self.url.as_str()),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "testing"),
            ("AWS_SECRET_ACCESS_KEY", "testing"),
        ]
    }
}

fn serve(stream: TcpStream, state: &Mutex<State>) {
    stream.set_nodelay(true).unwrap();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut writer = stream;
    while let Some((_, _, body)) = request(&mut reader) {
        let mut state = state.lock().unwrap();
        state.requests += 1;
        let mood = if state.moods.is_empty() { state.last.clone() } else { Some(state.moods.remove(0)) };
        let mood = mood.unwrap_or(Mood::Refuses(Vec::new()));
        let (status, answer) = match answer(&mut state, &mood, &body) {
            Some(answer) => answer,
            None => return,
        };
        drop(state);
        let text = answer.to_string();
        let head = format!(
            "HTTP/1.1 {status} X\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: {}\r\n\r\n{text}",
            text.len()
        );
        writer.write_all(head.as_bytes()).unwrap();
    }
}

fn answer(state: &mut State, mood: &Mood, body: &[u8]) -> Option<(u16, Value)> {
    let wrong = |what: &str| Some((400, json!({"__type": "InvalidArgumentException", "message": what})));
    if body.len() > 4 << 20 {
        return wrong("more than 4 MiB");
    }
    let call: Value = serde_json::from_slice(body).unwrap();
    let name = call["DeliveryStreamName"].as_str().unwrap().to_owned();
    let records: Vec<Vec<u8>> = call["Records"]
        .as_array()
        .unwrap()
        .iter()
        .map(|record| STANDARD.decode(record["Data"].as_str().unwrap()).unwrap())
        .collect();
    if records.is_empty() || records.len() > 500 || records.iter().any(|r| r.len() > 1_024_000) {
        return wrong("too many records or bytes");
    }
    match mood {
        Mood::Fails(status, code) => Some((*status, json!({"__type": code, "message": "no"}))),
        Mood::Silent => {
            state.taken.extend(records.into_iter().map(|r| (name.clone(), r)));
            None
        }
        Mood::Refuses(which) => {
            let mut answers = Vec::new();
            for (n, record) in records.into_iter().enumerate() {
                if which.contains(&n) {
                    answers.push(
                        json!({"ErrorCode": "ServiceUnavailableException", "ErrorMessage": "Slow down."}),
                    );
                } else {
                    state.taken.push((name.clone(), record));
                    answers.push(json!({"RecordId": format!("id-{}", state.taken.len())}));
                }
            }
            let failed = answers.iter().filter(|a| a.get("ErrorCode").is_some()).count();
            Some((200, json!({"FailedPutCount": failed, "Encrypted": false, "RequestResponses": answers})))
        }
    }
}
