//! What can be written in a policy file: its tables and keys.

use super::contract_file::ContractFile;
use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) version: Spanned<i64>,
    pub(super) minimum_confidence: Option<Spanned<String>>,
    pub(super) mode: Option<Spanned<String>>,
    pub(super) passes: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) operator: Vec<Choice>,
    #[serde(default)]
    pub(super) rules: Switches,
    #[serde(default)]
    pub(super) classes: Switches,
    pub(super) limits: Option<LimitsFile>,
    pub(super) scope: Option<Spanned<ScopeFile>>,
    #[serde(default)]
    pub(super) source: Vec<Spanned<SourceFile>>,
    pub(super) other_sources: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) contract: Vec<ContractFile>,
    pub(super) regions: Option<RegionsFile>,
    /// Read by hand, since it may name secrets.
    #[serde(default, rename = "allow")]
    _allow: Option<IgnoredAny>,
}

impl File {
    pub(super) fn scope(&self) -> Option<&ScopeFile> {
        self.scope.as_ref().map(Spanned::get_ref)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScopeFile {
    pub(super) tenant: Option<Spanned<String>>,
    pub(super) tenant_from_log_group: Option<Spanned<String>>,
    pub(super) tenant_from_field: Option<Spanned<String>>,
    pub(super) purpose: Option<Spanned<String>>,
    pub(super) pipeline_can_reverse: Option<Spanned<bool>>,
    pub(super) recipient: Option<Spanned<String>>,
}

impl ScopeFile {
    pub(super) fn can_reverse(&self) -> bool {
        self.pipeline_can_reverse.as_ref().is_some_and(|yes| *yes.get_ref())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceFile {
    pub(super) account: Option<Spanned<String>>,
    pub(super) region: Option<Spanned<String>>,
    pub(super) log_group: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RegionsFile {
    pub(super) home: Spanned<String>,
    #[serde(default)]
    pub(super) sinks: Vec<Spanned<String>>,
    pub(super) reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Choice {
    pub(super) class: Option<Spanned<String>>,
    pub(super) rule: Option<Spanned<String>>,
    pub(super) path: Option<Spanned<String>>,
    /// The class in labels and tokens of a field.
    #[serde(rename = "as")]
    pub(super) label: Option<Spanned<String>>,
    #[serde(rename = "use")]
    pub(super) name: Spanned<String>,
    pub(super) first: Option<usize>,
    pub(super) last: Option<usize>,
    pub(super) purpose: Option<String>,
    pub(super) days: Option<Spanned<u32>>,
    pub(super) subject: Option<Spanned<String>>,
    pub(super) order: Option<Spanned<String>>,
    pub(super) to: Option<Spanned<String>>,
    pub(super) ipv4: Option<Spanned<u8>>,
    pub(super) ipv6: Option<Spanned<u8>>,
    pub(super) width: Option<Spanned<u8>>,
    pub(super) decimals: Option<Spanned<u8>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Switches {
    #[serde(default)]
    pub(super) disable: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LimitsFile {
    pub(super) event_bytes: Option<Spanned<usize>>,
    pub(super) json_depth: Option<Spanned<usize>>,
    pub(super) nested_documents: Option<Spanned<usize>>,
    pub(super) decoded_bytes: Option<Spanned<usize>>,
}

impl LimitsFile {
    /// The limits by name.
    pub(super) const fn all(&self) -> [(&'static str, Option<&Spanned<usize>>); 4] {
        [
            ("event_bytes", self.event_bytes.as_ref()),
            ("json_depth", self.json_depth.as_ref()),
            ("nested_documents", self.nested_documents.as_ref()),
            ("decoded_bytes", self.decoded_bytes.as_ref()),
        ]
    }
}
