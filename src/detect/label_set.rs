//! Names of labels, to be asked for one.

use crate::text::padded;

/// Names in the order of their [heads](head), each once. Asked for with each finding: to compare numbers costs less than to
/// compare names.
#[derive(Debug)]
pub(super) struct LabelSet(Vec<(u64, Vec<u8>)>);

impl LabelSet {
    /// Whether `name` is one of them.
    pub(super) fn holds(&self, name: &[u8]) -> bool {
        let head = head(name);
        let first = self.0.partition_point(|(known, _)| *known < head);
        let alike = self.0.get(first..).unwrap_or_default().iter().take_while(|(known, _)| *known == head);
        alike.into_iter().any(|(_, known)| known == name)
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Vec<u8>> {
        self.0.iter().map(|(_, name)| name)
    }
}

impl FromIterator<Vec<u8>> for LabelSet {
    fn from_iter<T: IntoIterator<Item = Vec<u8>>>(names: T) -> Self {
        let mut names: Vec<_> = names.into_iter().map(|name| (head(&name), name)).collect();
        names.sort_unstable();
        names.dedup();
        Self(names)
    }
}

/// The first eight bytes of a name as a number, with its length: few names have one in common.
fn head(name: &[u8]) -> u64 {
    let first = name.first_chunk().copied().unwrap_or_else(|| padded(name));
    u64::from_le_bytes(first) ^ name.len() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_its_names_and_no_others() {
        let names = ["us_ssn", "email", "iban", "email"].map(|n| n.as_bytes().to_vec());
        let set = LabelSet::from_iter(names.clone());
        assert!(names.iter().all(|name| set.holds(name)));
        assert_eq!(set.iter().count(), 3);
        for other in ["", "emai", "emails", "us_ssm", "zzzz"] {
            assert!(!set.holds(other.as_bytes()), "{other}");
        }
    }
}
