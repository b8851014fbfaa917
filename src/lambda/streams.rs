//! What is reached through AWS: the sink, the streams to forward to, and the bucket of sealed copies. Without the feature
//! `aws` there is nothing of it, and a configuration that asks for it is wrong.

#[cfg(not(feature = "aws"))]
pub(super) use none::Streams;
#[cfg(feature = "aws")]
pub(super) use real::Streams;

use std::path::Path;

/// Bytes of each record that a stream does not have, and what went wrong last.
pub(super) type Left = (Vec<Option<Vec<u8>>>, Option<String>);

/// Whether a policy is an object in a bucket.
pub(super) fn is_in_bucket(policy: &Path) -> bool {
    policy.to_str().is_some_and(|url| url.starts_with("s3://"))
}

#[cfg(feature = "aws")]
mod real {
    use super::{Left, is_in_bucket};
    use crate::aws::{Regions, Role, Session};
    use crate::lambda::clock::Clock;
    use crate::settings::{AwsChoice, Environment, Forward, LONGEST_FILE, SinkChoice};
    use crate::sinks::{Bucket, Entry, Firehose, Parcel, Receipt, Sink, Stream};
    use std::time::Duration;

    pub(in crate::lambda) struct Streams {
        session: Session,
        sink: Option<Firehose<Stream>>,
        /// The stream to forward to; the own one is known with its first event.
        forward: Option<Firehose<Stream>>,
        own: Option<String>,
        bucket: Option<Bucket>,
    }

    impl Streams {
        /// What the configuration asks for, if it asks for anything.
        pub(in crate::lambda) fn start(environment: &Environment) -> Result<Option<Self>, String> {
            let aws = &environment.aws;
            let sink = match &environment.sink {
                SinkChoice::Firehose(stream) => Some(stream),
                SinkChoice::None | SinkChoice::Stdout => None,
            };
            let policy = environment.policy.as_deref().is_some_and(is_in_bucket);
            if sink.is_none() && environment.forward == Forward::None && aws.quarantine.is_none() && !policy {
                return Ok(None);
            }
            let regions =
                Regions::new(aws.regions.clone()).map_err(|e| format!("BLACKBAR_ALLOWED_REGIONS: {e}"))?;
            let session = Session::start(regions)?;
            let role = role(aws)?;
            let stream = |name: &str| Stream::new(&session, name, role.as_ref()).map(Firehose::new);
            let sink =
                sink.map(|name| stream(name)).transpose().map_err(|e| format!("BLACKBAR_SINK: {e}"))?;
            let forward = match &environment.forward {
                Forward::Stream(name) => Some(stream(name).map_err(|e| format!("BLACKBAR_FORWARD: {e}"))?),
                Forward::None | Forward::Own => None,
            };
            let bucket = aws.quarantine.as_deref().map(|url| Bucket::new(&session, url)).transpose()?;
            let bucket = bucket.map(|b| b.kms_key(aws.kms_key.clone()).lock_days(aws.lock_days));
            Ok(Some(Self { session, sink, forward, own: None, bucket }))
        }

        /// Whether all that is written to may be where it is. The own stream is where the function runs.
        pub(in crate::lambda) fn check(&mut self, regions: &crate::policy::Regions) -> Result<(), String> {
            let streams = [("BLACKBAR_SINK", &mut self.sink), ("BLACKBAR_FORWARD", &mut self.forward)];
            for (name, stream) in streams {
                if let Some(stream) = stream {
                    regions.check_sink(stream.put().region()).map_err(|e| format!("{name}: {e}"))?;
                }
            }
            match &self.bucket {
                Some(_) => {
                    regions.check_sink(self.session.home()).map_err(|e| format!("BLACKBAR_QUARANTINE: {e}"))
                }
                None => Ok(()),
            }
        }

        /// Delivers parcels to the sink.
        pub(in crate::lambda) fn deliver(&mut self, parcels: Vec<Parcel>, time: Duration) -> Vec<Receipt> {
            let Some(sink) = &mut self.sink else { return Vec::new() };
            self.session.block_on(async {
                sink.put().within(time);
                sink.deliver(parcels).await
            })
        }

        /// Records that were sent again so far.
        pub(in crate::lambda) fn resent(&self) -> u64 {
            [&self.sink, &self.forward].into_iter().flatten().map(|stream| stream.resent).sum()
        }

        /// Sends records to the stream that the configuration names, or to the own one.
        pub(in crate::lambda) fn forward(
            &mut self,
            own: Option<&str>,
            records: Vec<Entry>,
            time: Duration,
        ) -> Left {
            let back = |records: Vec<Entry>, why: String| {
                (records.into_iter().map(|r| Some(r.data)).collect(), Some(why))
            };
            if let Some(own) = own.filter(|own| self.own.as_deref() != Some(own)) {
                match Stream::new(&self.session, own, None) {
                    Ok(stream) => {
                        (self.forward, self.own) = (Some(Firehose::new(stream)), Some(own.to_owned()))
                    }
                    Err(why) => return back(records, why),
                }
            }
            let Some(stream) = &mut self.forward else {
                return back(records, "there is no stream".to_owned());
            };
            self.session.block_on(async {
                stream.put().within(time);
                stream.ship(records).await
            })
        }

        /// The bytes of one version of an object, `s3://BUCKET/KEY?versionId=ID`.
        pub(in crate::lambda) fn fetch(&self, url: &str) -> Result<Vec<u8>, String> {
            let Some((object, version)) = url.split_once("?versionId=").filter(|(_, id)| !id.is_empty())
            else {
                return Err(
                    "write s3://BUCKET/KEY?versionId=ID: an object alone could change under the function"
                        .to_owned(),
                );
            };
            let bucket = Bucket::new(&self.session, object)?;
            self.session.block_on(bucket.get(bucket.prefix(), Some(version), Some(LONGEST_FILE)))
        }

        /// Whether there is a bucket for sealed copies.
        pub(in crate::lambda) const fn has_bucket(&self) -> bool {
            self.bucket.is_some()
        }

        /// Puts a sealed copy into the bucket.
        pub(in crate::lambda) fn keep(
            &self,
            name: &str,
            sealed: Vec<u8>,
            time: Duration,
        ) -> Result<(), String> {
            let Some(bucket) = &self.bucket else { return Err("there is no bucket".to_owned()) };
            let put = bucket.put(name, sealed, Clock::now_ms() / 1000);
            self.session
                .block_on(async { tokio::time::timeout(time, put).await })
                .unwrap_or_else(|_| Err("there was no time for an answer".to_owned()))
        }
    }

    fn role(aws: &AwsChoice) -> Result<Option<Role>, String> {
        let Some(arn) = &aws.role else { return Ok(None) };
        let mut role = Role::new(arn).map_err(|e| format!("BLACKBAR_ROLE_ARN: {e}"))?;
        if let Some(id) = &aws.external_id {
            role = role.external_id(id).map_err(|e| format!("BLACKBAR_ROLE_EXTERNAL_ID: {e}"))?;
        }
        if let Some(name) = &aws.session {
            role = role.session(name).map_err(|e| format!("BLACKBAR_ROLE_SESSION: {e}"))?;
        }
        Ok(Some(role))
    }
}

#[cfg(not(feature = "aws"))]
mod none {
    use super::Left;
    use crate::settings::{Environment, Forward, SinkChoice};
    use crate::sinks::{Entry, Parcel, Receipt};
    use std::convert::Infallible;
    use std::time::Duration;

    pub(in crate::lambda) struct Streams(Infallible);

    #[expect(clippy::needless_pass_by_ref_mut, reason = "as where there is something")]
    impl Streams {
        pub(in crate::lambda) fn start(environment: &Environment) -> Result<Option<Self>, String> {
            let asked = matches!(environment.sink, SinkChoice::Firehose(_))
                || environment.forward != Forward::None
                || environment.aws.quarantine.is_some()
                || environment.policy.as_deref().is_some_and(super::is_in_bucket);
            if asked {
                return Err(
                    "a stream, a bucket or a policy in a bucket needs a build with the feature `aws`"
                        .to_owned(),
                );
            }
            Ok(None)
        }

        pub(in crate::lambda) fn check(&mut self, _: &crate::policy::Regions) -> Result<(), String> {
            match self.0 {}
        }

        pub(in crate::lambda) fn deliver(&mut self, _: Vec<Parcel>, _: Duration) -> Vec<Receipt> {
            match self.0 {}
        }

        pub(in crate::lambda) fn resent(&self) -> u64 {
            match self.0 {}
        }

        pub(in crate::lambda) fn forward(&mut self, _: Option<&str>, _: Vec<Entry>, _: Duration) -> Left {
            match self.0 {}
        }

        pub(in crate::lambda) fn fetch(&self, _: &str) -> Result<Vec<u8>, String> {
            match self.0 {}
        }

        pub(in crate::lambda) fn has_bucket(&self) -> bool {
            match self.0 {}
        }

        pub(in crate::lambda) fn keep(&self, _: &str, _: Vec<u8>, _: Duration) -> Result<(), String> {
            match self.0 {}
        }
    }
}
