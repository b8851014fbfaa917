//! Names of labels, to be asked for one.

use std::cmp::Ordering;

/// Names in order. Asked for with each finding: a length parts nearly all of them from a name, and costs less than a hash.
#[derive(Debug)]
pub(super) struct LabelSet(Vec<Vec<u8>>);

impl LabelSet {
    /// Whether `name` is one of them.
    pub(super) fn holds(&self, name: &[u8]) -> bool {
        self.0.binary_search_by(|known| order(known, name)).is_ok()
    }

    /// All of them, each once.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Vec<u8>> {
        self.0.iter()
    }
}

impl FromIterator<Vec<u8>> for LabelSet {
    fn from_iter<T: IntoIterator<Item = Vec<u8>>>(names: T) -> Self {
        let mut names: Vec<_> = names.into_iter().collect();
        names.sort_unstable_by(|a, b| order(a, b));
        names.dedup();
        Self(names)
    }
}

fn order(a: &[u8], b: &[u8]) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
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
