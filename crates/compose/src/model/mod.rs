//! The typed project, as compose-go's `types` package lays it out, and how each type is read from a canonical tree and
//! printed again. One table a type gives both, so that what is read is what is printed; the order of its fields is the
//! order in which `docker compose config` prints them.

mod build;
mod deploy;
mod field;
mod resources;
mod scalars;
mod service;

pub use build::{BuildConfig, DevelopConfig, Trigger};
pub use deploy::{
    DeployConfig, DeviceRequest, DiscreteGenericResource, GenericResource, Placement, PlacementPreferences, Resource, Resources,
    RestartPolicy, UpdateConfig,
};
pub(crate) use field::{EXTENSIONS, Field, Misfit, model};
pub use resources::{FileObjectConfig, IpamConfig, IpamPool, ModelConfig, NetworkConfig, VolumeConfig};
pub use scalars::{
    Bytes, Command, DeviceCount, Duration, FileMode, HostsList, Labels, Mapping, MappingWithEquals, OptOut, SshConfig,
};
pub use service::{
    BlkioConfig, CredentialSpecConfig, DependsOn, DeviceMapping, EnvFile, ExtendsConfig, FileReferenceConfig, HealthCheckConfig,
    LoggingConfig, PortConfig, ProviderOption, ServiceConfig, ServiceHook, ServiceModelConfig, ServiceName, ServiceNetworkConfig,
    ServiceProviderConfig, ServiceVolumeConfig, Shown, ThrottleDevice, UlimitsConfig, VolumeBind, VolumeImage, VolumeTmpfs,
    VolumeVolume, WeightDevice,
};
