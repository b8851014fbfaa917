//! Configuration of the SDK: loaded once, and one copy for each region and role.

use super::{Regions, Role};
use aws_config::environment::EnvironmentVariableRegionProvider;
use aws_config::identity::IdentityCache;
use aws_config::meta::region::RegionProviderChain;
use aws_config::profile::ProfileFileRegionProvider;
use aws_config::retry::RetryConfig;
use aws_config::sts::AssumeRoleProvider;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use std::future::Future;
use std::time::Duration;
use tokio::runtime::Runtime;

/// How long before their end credentials are renewed: a call that begins with them ends with them.
const RENEW_AHEAD: Duration = Duration::from_secs(300);
/// How long the renewal of credentials may take.
const RENEWAL: Duration = Duration::from_secs(10);
/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(3);
/// How long one attempt may take.
const ATTEMPT: Duration = Duration::from_secs(15);

/// The runtime that calls of AWS run in: one thread, the caller's.
///
/// # Errors
/// The system gives no event queue.
pub fn runtime() -> Result<Runtime, String> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| format!("cannot start the runtime for AWS: {}", e.kind()))
}

/// What the environment gives: region, credentials and endpoint. Nothing is asked for before the first call.
#[derive(Debug)]
pub struct Session {
    runtime: Runtime,
    config: SdkConfig,
    home: String,
    regions: Regions,
}

impl Session {
    /// Takes variables (`AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT_URL` and so on), profiles, and the roles of
    /// functions, containers and machines, in the order of the SDK. The region is never asked of the machine: it must be
    /// known what it is.
    ///
    /// # Errors
    /// There is no region, or the endpoint is outside of the allowed ones.
    pub fn start(regions: Regions) -> Result<Self, String> {
        let runtime = runtime()?;
        let config = runtime.block_on(load());
        let Some(home) = config.region().map(ToString::to_string) else {
            return Err("there is no region of AWS; set AWS_REGION".to_owned());
        };
        if let Some(url) = config.endpoint_url() {
            regions.check_endpoint(url, &home).map_err(|e| format!("AWS_ENDPOINT_URL: {e}"))?;
        }
        Ok(Self { runtime, config, home, regions })
    }

    /// The configuration for clients of services, in a region (none: the home region) and under a role (none: the
    /// credentials of this process). Credentials of a role are renewed five minutes ahead.
    ///
    /// # Errors
    /// The region is not allowed.
    pub fn config(&self, region: Option<&str>, role: Option<&Role>) -> Result<SdkConfig, String> {
        let region = region.unwrap_or(&self.home);
        self.regions.check(region, &self.home)?;
        let mut builder = self.config.to_builder().region(Region::new(region.to_owned()));
        if let Some(role) = role {
            let mut provider = AssumeRoleProvider::builder(&role.arn)
                .configure(&self.config)
                .session_name(&role.session)
                .session_length(role.length);
            if let Some(id) = &role.external_id {
                provider = provider.external_id(id);
            }
            let provider = self.block_on(provider.build());
            builder = builder
                .credentials_provider(aws_sdk_firehose::config::SharedCredentialsProvider::new(provider))
                .identity_cache(cache());
        }
        Ok(builder.build())
    }

    /// The region of this process.
    #[must_use]
    pub fn home(&self) -> &str {
        &self.home
    }

    /// The regions that are allowed.
    #[must_use]
    pub const fn regions(&self) -> &Regions {
        &self.regions
    }

    /// The runtime, for who drives a sink.
    #[must_use]
    pub const fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    /// Waits for a call. Not to be called within another.
    pub fn block_on<F: Future>(&self, call: F) -> F::Output {
        self.runtime.block_on(call)
    }
}

fn cache() -> aws_sdk_firehose::config::SharedIdentityCache {
    IdentityCache::lazy().buffer_time(RENEW_AHEAD).load_timeout(RENEWAL).build()
}

async fn load() -> SdkConfig {
    let region = RegionProviderChain::first_try(EnvironmentVariableRegionProvider::new())
        .or_else(ProfileFileRegionProvider::new())
        .region()
        .await;
    let client = Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
    aws_config::defaults(BehaviorVersion::latest())
        .http_client(client)
        .region(RegionProviderChain::first_try(region))
        .identity_cache(cache())
        .retry_config(RetryConfig::standard())
        .timeout_config(
            TimeoutConfig::builder().connect_timeout(CONNECT).operation_attempt_timeout(ATTEMPT).build(),
        )
        .load()
        .await
}
