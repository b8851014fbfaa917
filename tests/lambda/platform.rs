//! The rest of Firehose as it treats its function: three more tries after an error, then the raw record to
//! `processing-failed/`, and so with every record that is not answered as it should be. That folder must stay empty.
//! <https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-failure-handling.html>.

use super::api::{Answer, Function};
use super::limits::noise;
use super::of;
use crate::cli::{CONTROL, MAIL, batch, gzip};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::time::Duration;

/// What became of the records of a stream.
#[derive(Default)]
struct Delivered {
    clean: Vec<Vec<u8>>,
    processing_failed: Vec<Vec<u8>>,
}

/// Has a function transform records, as Firehose does.
fn transform(function: &mut Function, records: &[&[u8]], time: Duration, to: &mut Delivered) {
    let usable = |answer: &Answer| {
        let reply = (!answer.failed && answer.body.len() <= 6_000_000).then(|| answer.json());
        reply.and_then(|r| r["records"].as_array().cloned()).filter(|answers| answers.len() == records.len())
    };
    let Some(answers) = (0..4).find_map(|_| usable(&function.invoke_within(&of(records), time))) else {
        to.processing_failed.extend(records.iter().map(|r| r.to_vec()));
        return;
    };
    for (n, record) in records.iter().enumerate() {
        let answer = answers.iter().find(|a| a["recordId"] == n.to_string().as_str());
        let result = answer.and_then(|a| a["result"].as_str()).unwrap_or("ProcessingFailed");
        let data = answer.and_then(|a| STANDARD.decode(a["data"].as_str()?).ok());
        match (result, data) {
            ("Ok", Some(data)) => to.clean.push(data),
            ("Dropped", _) => {}
            _ => to.processing_failed.push(record.to_vec()),
        }
    }
}

#[test]
fn nothing_is_written_to_processing_failed() {
    let text = format!("login of {MAIL}\n");
    let packed = gzip(batch(&["nothing", MAIL]).as_bytes());
    let spoiled: Vec<u8> =
        packed.iter().enumerate().map(|(n, b)| if n == 30 { b ^ 0xFF } else { *b }).collect();
    let deep = [vec![b'['; 100_000], MAIL.as_bytes().to_vec()].concat();
    let large = noise(700_000, 5) + MAIL;
    let bomb = gzip(&vec![b' '; 20 << 20]);
    let control = gzip(CONTROL.as_bytes());
    let records: Vec<&[u8]> = vec![
        text.as_bytes(),
        &packed,
        &packed[..packed.len() / 2],
        &spoiled,
        &deep,
        large.as_bytes(),
        &bomb,
        &control,
        b"",
        b"\0\xFF\xFE",
        br#"{"messageType":"DATA_MESSAGE","logEvents":[{"message":1e999}]}"#,
    ];
    let many: Vec<&[u8]> = std::iter::repeat_n(large.as_bytes(), 6).collect();
    let configurations: [&[(&str, &str)]; 5] = [
        &[],
        &[("BLACKBAR_POLICY", "nowhere.toml")],
        &[("BLACKBAR_COMPRESSION", "none"), ("BLACKBAR_OUTPUT", "lines")],
        &[
            ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"),
            ("BLACKBAR_PARTITION_KEYS", "log_group,classification"),
        ],
        // Without the SDK, or without a region, this cannot be.
        &[("BLACKBAR_FORWARD", "self")],
    ];
    for variables in configurations {
        let mut function = Function::start(variables);
        let mut delivered = Delivered::default();
        for time in [60_000, 2_000] {
            for records in [&records, &many] {
                transform(&mut function, records, Duration::from_millis(time), &mut delivered);
            }
        }
        assert!(delivered.processing_failed.is_empty(), "{variables:?}");
        assert!(delivered.clean.len() > 20, "{variables:?}");
        for data in &delivered.clean {
            let text = if data.starts_with(&[0x1F, 0x8B]) { crate::cli::gunzip(data) } else { data.clone() };
            assert!(!crate::cli::holds(&text, MAIL.as_bytes()), "{variables:?}");
        }
    }
}
