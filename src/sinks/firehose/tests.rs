//! The sink against a Firehose that refuses at random.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// What the fake does with one request.
#[derive(Clone, Debug)]
enum Mood {
    /// Takes the records, but for those of these numbers.
    Refuses(Vec<usize>),
    /// Refuses the whole request, as under throttling.
    Throttles,
    /// Takes all records, and its answer gets lost.
    TakesAndIsSilent,
    /// Takes nothing, and its answer gets lost.
    IsSilent,
    /// Says that there is no such stream.
    IsGone,
}

/// Holds to the limits of the service, and keeps what it took.
#[derive(Debug, Default)]
struct Fake {
    moods: Vec<Mood>,
    /// What it took, in order, each with whether it said so.
    taken: Vec<(Vec<u8>, bool)>,
    requests: usize,
    pauses: Vec<Duration>,
    /// Pauses that there is time for.
    patience: usize,
    broken: Vec<&'static str>,
}

impl Put for Fake {
    async fn put(&mut self, records: Vec<Vec<u8>>) -> Result<Vec<bool>, (Failed, String)> {
        self.requests += 1;
        // 4 MiB, as the record travels: in JSON and base64.
        let body: usize = 100 + records.iter().map(|r| r.len().div_ceil(3) * 4 + 12).sum::<usize>();
        if records.is_empty() || records.len() > 500 || body > 4 << 20 {
            self.broken.push("a request beyond the limits");
        }
        if records.iter().any(|r| r.len() > 1000 << 10 || r.is_empty()) {
            self.broken.push("a record beyond the limits");
        }
        let mood = if self.moods.is_empty() { Mood::Refuses(Vec::new()) } else { self.moods.remove(0) };
        match mood {
            Mood::Refuses(which) => {
                let accepted: Vec<bool> = (0..records.len()).map(|n| !which.contains(&n)).collect();
                let taken = records.into_iter().zip(&accepted).filter(|(_, a)| **a);
                self.taken.extend(taken.map(|(r, _)| (r, true)));
                Ok(accepted)
            }
            Mood::Throttles => Ok(vec![false; records.len()]),
            Mood::TakesAndIsSilent => {
                self.taken.extend(records.into_iter().map(|r| (r, false)));
                Err((Failed::ForNow, "no answer in time".to_owned()))
            }
            Mood::IsSilent => Err((Failed::ForNow, "no answer in time".to_owned())),
            Mood::IsGone => Err((Failed::ForGood, "ResourceNotFoundException".to_owned())),
        }
    }

    async fn pause(&mut self, most: Duration) -> bool {
        self.pauses.push(most);
        self.pauses.len() <= self.patience
    }
}

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

fn mood() -> impl Strategy<Value = Mood> {
    prop_oneof![
        6 => prop::collection::vec(0_usize..12, 0..8).prop_map(Mood::Refuses),
        2 => Just(Mood::Throttles),
        1 => Just(Mood::TakesAndIsSilent),
        1 => Just(Mood::IsSilent),
        1 => prop::bool::weighted(0.1).prop_map(|gone| if gone { Mood::IsGone } else { Mood::Throttles }),
    ]
}

/// Records that name their order and number.
fn entries(orders: &[u8], sizes: &[usize]) -> Vec<Entry> {
    let entry = |(n, order): (usize, &u8)| {
        let mut data = format!("{order}:{n}:").into_bytes();
        let size = sizes.get(n % sizes.len().max(1)).copied().unwrap_or_default();
        data.resize(data.len().max(size), b'x');
        Entry { order: u64::from(*order), data }
    };
    orders.iter().enumerate().map(entry).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_and_nothing_that_was_accepted_comes_twice(
        orders in prop::collection::vec(0_u8..5, 0..40),
        sizes in prop::collection::vec(prop_oneof![10 => 1_usize..2000, 1 => 900_000_usize..1_024_000], 1..8),
        moods in prop::collection::vec(mood(), 0..60),
        patience in prop_oneof![3 => Just(usize::MAX), 1 => 0_usize..20],
    ) {
        let sent: Vec<Vec<u8>> = entries(&orders, &sizes).into_iter().map(|e| e.data).collect();
        let silent = moods.iter().any(|m| matches!(m, Mood::TakesAndIsSilent));
        let mut sink = Firehose::new(Fake { moods, patience, ..Fake::default() });
        let (left, why) = block_on(sink.ship(entries(&orders, &sizes)));
        let fake = sink.put();
        prop_assert!(fake.broken.is_empty(), "{:?}", fake.broken);
        prop_assert_eq!(left.len(), sent.len());

        // Every record is there, and said to be, or comes back whole.
        for (record, left) in sent.iter().zip(&left) {
            let told = fake.taken.iter().filter(|(r, told)| r == record && *told).count();
            let untold = fake.taken.iter().filter(|(r, told)| r == record && !told).count();
            match left {
                None => prop_assert_eq!(told, 1, "accepted once, and not sent again"),
                Some(bytes) => {
                    prop_assert_eq!(told, 0);
                    prop_assert_eq!(bytes, record);
                }
            }
            prop_assert!(untold == 0 || silent, "only what was not answered may be there twice");
        }
        prop_assert!(why.is_some() || left.iter().all(Option::is_none) || fake.pauses.len() > patience || fake.requests >= 20);

        // Within an order, what was accepted was accepted in order, and what comes back is its end.
        let mut last: BTreeMap<u8, usize> = BTreeMap::new();
        for (record, _) in fake.taken.iter().filter(|(_, told)| *told) {
            let n = sent.iter().position(|s| s == record).unwrap();
            let before = last.insert(orders[n], n);
            prop_assert!(before < Some(n), "{before:?} before {n}");
        }
        for (n, order) in orders.iter().enumerate() {
            if left[n].is_none() {
                prop_assert!(!orders[..n].iter().zip(&left).any(|(o, l)| o == order && l.is_some()));
            }
        }
    }
}

#[test]
fn a_storm_ends_in_an_error_that_gives_all_back() {
    let moods = vec![Mood::Throttles; 1000];
    let mut sink = Firehose::new(Fake { moods, patience: usize::MAX, ..Fake::default() });
    let sent = entries(&[0, 1, 2, 0], &[100]);
    let whole: Vec<Vec<u8>> = sent.iter().map(|e| e.data.clone()).collect();
    let (left, _) = block_on(sink.ship(sent));
    assert_eq!(left.into_iter().map(Option::unwrap).collect::<Vec<_>>(), whole);
    let fake = sink.put();
    assert_eq!(fake.requests, 20, "bounded");
    assert_eq!(fake.pauses.len(), 19, "none after the last");
    let millis: Vec<u128> = fake.pauses.iter().take(8).map(Duration::as_millis).collect();
    assert_eq!(millis, [100, 200, 400, 800, 1600, 3200, 5000, 5000]);
    assert_eq!(sink.resent, 3 * 19);
}

#[test]
fn requests_are_filled() {
    let orders: Vec<u8> = (0..250).collect();
    let mut many = entries(&orders, &[10]);
    for (n, entry) in many.iter_mut().enumerate() {
        entry.order = n as u64;
    }
    let more =
        entries(&orders, &[20]).into_iter().enumerate().map(|(n, e)| Entry { order: 1000 + n as u64, ..e });
    many.extend(more);
    many.push(Entry { order: 5000, data: b"x".to_vec() });
    let mut sink = Firehose::new(Fake { patience: usize::MAX, ..Fake::default() });
    block_on(sink.ship(many));
    assert_eq!(sink.put().requests, 2, "500 and 1");
    let mut sink = Firehose::new(Fake { patience: usize::MAX, ..Fake::default() });
    block_on(sink.ship(entries(&[0, 1, 2, 3], &[RECORD_BYTES])));
    assert_eq!((sink.put().requests, sink.put().broken.len()), (2, 0), "two of 1,000 KiB fit into one");
}

#[test]
fn parcels_have_their_receipts() {
    let parcels = || {
        vec![
            Parcel::new(b"{\"logStream\":\"a\",\"logEvents\":[]}\n".to_vec()),
            Parcel::new(b"x\n".to_vec()),
            Parcel::new(Vec::new()),
        ]
    };
    let told = |moods| {
        let mut sink = Firehose::new(Fake { moods, patience: usize::MAX, ..Fake::default() });
        let receipts = block_on(sink.deliver(parcels()));
        receipts.iter().map(|r| matches!(r, Receipt::Delivered)).collect::<Vec<_>>()
    };
    assert_eq!(told(vec![]), [true; 3]);
    let second = [vec![Mood::Refuses(vec![1])], vec![Mood::Refuses(vec![0]); 100]].concat();
    assert_eq!(told(second), [true, false, true]);
    assert_eq!(told(vec![Mood::IsGone]), [false, false, true], "what is empty is there");
}
