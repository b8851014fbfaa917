//! One thread for everything.

/// Makes the calling thread the only one of rayon's pool, so that the events of a batch run on it too. Without this they
/// run on others, whose time on two cores is not the time of one.
pub(crate) fn one() {
    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global().unwrap();
}
