//! Lists of names and values, as environments, headers and parameters are written: `{"name":"DB_PASSWORD","value":".."}`.

use super::{Leaf, LeafKind, Walk};

/// Keys of what is a name.
pub(super) const NAMES: &[&[u8]] =
    &[b"name", b"key", b"k", b"parameterkey", b"field", b"header", b"variable", b"id"];
/// Keys of what such a name is for.
const VALUES: &[&[u8]] = &[b"value", b"v", b"val", b"parametervalue", b"stringvalue"];

/// Whether members of that name say what something is called.
pub(crate) fn is_name_of_list(key: &[u8]) -> bool {
    is_one_of(NAMES, key)
}

fn is_one_of(names: &[&[u8]], key: &[u8]) -> bool {
    names.iter().any(|name| key.eq_ignore_ascii_case(name))
}

/// Whether the key of a leaf is one of `names`, in any case.
pub(super) fn is_key_of(names: &[&[u8]], unit: &[u8], table: &Walk, leaf: &Leaf) -> bool {
    let key = leaf.key.and_then(|key| table.leaves.get(key)).map(|key| key.span.of(unit));
    key.is_some_and(|key| is_one_of(names, key))
}

/// Whether the string `label` says what the leaf is, since the two are name and value of one object.
pub(super) fn labels(unit: &[u8], table: &Walk, label: usize, leaf: &Leaf) -> bool {
    let beside = table.leaves.get(label).is_some_and(|l| l.container == leaf.container);
    beside && leaf.kind != LeafKind::Key && is_key_of(VALUES, unit, table, leaf)
}
