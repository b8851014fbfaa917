//! Counts in CloudWatch's Embedded Metric Format.
//!
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>.
//! A document goes to the log of the one who counts, so it holds counts and names of ours and no content.

use super::Coverage;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Metrics of one directive (the specification above).
const METRICS_EACH: usize = 100;
/// Metrics of one document, so that it stays far below 256 KB.
const METRICS: usize = 1000;
/// Bytes of a namespace and of a metric's name (`PutMetricData`).
const NAME_BYTES: usize = 255;
/// The namespace that is used when none is chosen.
pub const DEFAULT_NAMESPACE: &str = "Blackbar";

/// What a metric counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "callers choose one")]
pub enum Unit {
    /// Things.
    Count,
    /// Bytes.
    Bytes,
    /// A share of a hundred.
    Percent,
    /// Thousandths of a second.
    Milliseconds,
}

impl Unit {
    const fn name(self) -> &'static str {
        match self {
            Self::Count => "Count",
            Self::Bytes => "Bytes",
            Self::Percent => "Percent",
            Self::Milliseconds => "Milliseconds",
        }
    }
}

/// One document under way.
#[derive(Debug, Default)]
pub struct Emf {
    metrics: Vec<(String, Unit, Value)>,
    dimensions: Vec<(&'static str, String)>,
    properties: Vec<(&'static str, String)>,
}

impl Emf {
    /// Adds a metric. A name that CloudWatch would refuse is made one that it takes.
    pub fn metric(&mut self, name: &str, unit: Unit, value: impl Into<Value>) {
        if self.metrics.len() < METRICS {
            self.metrics.push((clean(name), unit, value.into()));
        }
    }

    /// Adds a dimension of all metrics; the value is a name of ours, never content.
    pub fn dimension(&mut self, name: &'static str, value: &str) {
        self.dimensions.push((name, clean(value)));
    }

    /// Adds a member that is no metric; the value is ours, never content.
    pub fn property(&mut self, name: &'static str, value: &str) {
        self.properties.push((name, clean(value)));
    }

    /// Adds everything that was counted; `classes` are the findings by class.
    pub fn coverage(&mut self, counts: &Coverage, classes: &BTreeMap<&str, u64>) {
        for (name, count) in [
            ("EventsIn", counts.events_in),
            ("EventsOut", counts.events_out()),
            ("Clean", counts.clean),
            ("Redacted", counts.redacted),
            ("Withheld", counts.events_withheld_total()),
            ("Sealed", counts.sealed),
            ("Unsealed", counts.unsealed()),
            ("Dropped", counts.events_dropped_total()),
            ("Batches", counts.batches),
            ("Edits", counts.edits),
            ("Findings", counts.findings.values().sum()),
            ("Allowed", counts.allowed.values().sum()),
            ("Imbalance", u64::from(counts.balance().is_err())),
        ] {
            self.metric(name, Unit::Count, count);
        }
        self.metric("BytesIn", Unit::Bytes, counts.bytes_in);
        self.metric("BytesSearched", Unit::Bytes, counts.bytes_searched);
        self.metric("Coverage", Unit::Percent, counts.share_searched() * 100.0);
        for (reason, count) in &counts.withheld {
            self.metric(&format!("Withheld.{reason}"), Unit::Count, *count);
        }
        for (class, count) in classes {
            self.metric(&format!("Findings.{class}"), Unit::Count, *count);
        }
    }

    /// The document on one line, with its line feed. `time` is in milliseconds since 1970.
    #[must_use]
    pub fn finish(self, namespace: &str, time: u64) -> Vec<u8> {
        let dimensions: Vec<&str> = self.dimensions.iter().map(|(name, _)| *name).collect();
        let directives: Vec<Value> = self
            .metrics
            .chunks(METRICS_EACH)
            .map(|metrics| {
                let metrics: Vec<Value> = metrics
                    .iter()
                    .map(|(name, unit, _)| json!({"Name": name, "Unit": unit.name()}))
                    .collect();
                json!({"Namespace": namespace, "Dimensions": [dimensions], "Metrics": metrics})
            })
            .collect();
        let mut root = Map::new();
        root.insert("_aws".to_owned(), json!({"Timestamp": time, "CloudWatchMetrics": directives}));
        for (name, value) in self.dimensions.into_iter().chain(self.properties) {
            root.insert(name.to_owned(), Value::String(value));
        }
        for (name, _, value) in self.metrics {
            root.insert(name, value);
        }
        let mut line = Value::Object(root).to_string().into_bytes();
        line.push(b'\n');
        line
    }
}

/// Whether CloudWatch takes it as a namespace of one's own (`PutMetricData`: `[^:].*`, not `AWS/`; the characters are
/// those of the embedded metric libraries of AWS).
#[must_use]
pub fn is_namespace(name: &str) -> bool {
    let known = |b: u8| b.is_ascii_alphanumeric() || b"._#:/-".contains(&b);
    (1..=NAME_BYTES).contains(&name.len())
        && name.bytes().all(known)
        && !name.starts_with(':')
        && !name.starts_with("AWS/")
}

/// Printable ASCII within the limits of a name.
fn clean(name: &str) -> String {
    name.chars().take(NAME_BYTES).map(|c| if c.is_ascii_graphic() { c } else { '_' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_one_line_that_names_its_metrics() {
        let mut counts = Coverage::default();
        counts.event_clean();
        counts.searched(10);
        counts.events_withheld("gzip_corrupt", 2);
        counts.unsearched("withheld", 30);
        let mut emf = Emf::default();
        emf.dimension("Event", "firehose");
        emf.property("RequestId", "r\n1");
        emf.coverage(&counts, &BTreeMap::from([("email", 3)]));
        let line = emf.finish("Blackbar", 1_741_312_971_934);
        assert_eq!(line.iter().filter(|b| **b == b'\n').count(), 1);
        let read: Value = serde_json::from_slice(&line).unwrap();
        let directive = &read["_aws"]["CloudWatchMetrics"][0];
        assert_eq!(read["_aws"]["Timestamp"], 1_741_312_971_934_u64);
        assert_eq!(directive["Dimensions"], json!([["Event"]]));
        for metric in directive["Metrics"].as_array().unwrap() {
            assert!(read[metric["Name"].as_str().unwrap()].is_number(), "{metric}");
        }
        assert_eq!(read["Withheld.gzip_corrupt"], 2);
        assert_eq!(read["Findings.email"], 3);
        assert_eq!(read["Coverage"], 25.0);
        assert_eq!(read["RequestId"], "r_1");
    }

    #[test]
    fn limits_hold() {
        let mut emf = Emf::default();
        for i in 0..5000 {
            emf.metric(&format!("{i}{}", "ä".repeat(300)), Unit::Count, 1);
        }
        let line = emf.finish("Blackbar", 0);
        let read: Value = serde_json::from_slice(&line).unwrap();
        let directives = read["_aws"]["CloudWatchMetrics"].as_array().unwrap();
        assert_eq!(directives.len(), 10);
        for directive in directives {
            assert_eq!(directive["Metrics"].as_array().unwrap().len(), METRICS_EACH);
        }
        assert!(is_namespace("Blackbar") && is_namespace("team/logs-1"));
        assert!(!is_namespace("") && !is_namespace("AWS/x") && !is_namespace("a b") && !is_namespace(":a"));
    }
}
