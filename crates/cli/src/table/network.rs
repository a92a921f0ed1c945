//! Part of the table of commands: docker network.
//! Specified by docker/cli 29 (docs.docker.com/reference/cli).

use super::{
    Arguments, Command, FORMAT_HELP, INSPECT_FORMAT_HELP, address, addresses, boolean, command, filter, int, list, map, slice,
    string, subnets,
};

pub(super) const COMMANDS: &[Command] = &[
    command(
        "network connect",
        "[OPTIONS] NETWORK CONTAINER",
        Arguments::Exactly(2),
        "Connect a container to a network",
    )
    .flags(&[
        slice("alias", "Add network-scoped alias for the container"),
        slice("driver-opt", "driver options for the network"),
        int(
            "gw-priority",
            "Highest gw-priority provides the default gateway. Accepts positive and negative values.",
        ),
        address("ip", "IPv4 address (e.g., \"172.30.100.104\")").default("<nil>"),
        address("ip6", "IPv6 address (e.g., \"2001:db8::33\")").default("<nil>"),
        list("link", "Add link to another container"),
        addresses("link-local-ip", "Add a link-local address for the container"),
    ]),
    command(
        "network create",
        "[OPTIONS] NETWORK",
        Arguments::Exactly(1),
        "Create a network",
    )
    .flags(&[
        boolean("attachable", "Enable manual container attachment"),
        map("aux-address", "Auxiliary IPv4 or IPv6 addresses used by Network driver").default("map[]"),
        string("config-from", "The network from which to copy the configuration"),
        boolean("config-only", "Create a configuration only network"),
        string("driver", "Driver to manage the Network").short('d').default("bridge"),
        addresses("gateway", "IPv4 or IPv6 Gateway for the master subnet"),
        boolean("ingress", "Create swarm routing-mesh network"),
        boolean("internal", "Restrict external access to the network"),
        subnets("ip-range", "Allocate container ip from a sub-range"),
        string("ipam-driver", "IP Address Management Driver").default("default"),
        map("ipam-opt", "Set IPAM driver specific options").default("map[]"),
        boolean("ipv4", "Enable or disable IPv4 address assignment").default("true"),
        boolean("ipv6", "Enable or disable IPv6 address assignment"),
        list("label", "Set metadata on a network"),
        map("opt", "Set driver specific options").short('o').default("map[]"),
        string("scope", "Control the network's scope"),
        slice("subnet", "Subnet in CIDR format that represents a network segment"),
    ]),
    command(
        "network disconnect",
        "[OPTIONS] NETWORK CONTAINER",
        Arguments::Exactly(2),
        "Disconnect a container from a network",
    )
    .flags(&[boolean("force", "Force the container to disconnect from a network").short('f')]),
    command(
        "network inspect",
        "[OPTIONS] NETWORK [NETWORK...]",
        Arguments::AtLeast(1),
        "Display detailed information on one or more networks",
    )
    .flags(&[
        string("format", INSPECT_FORMAT_HELP).short('f'),
        boolean("verbose", "Verbose output for diagnostics").short('v'),
    ]),
    command("network ls", "[OPTIONS]", Arguments::None, "List networks")
        .also(&["network list"])
        .flags(&[
            filter("filter", "Provide filter values (e.g. \"driver=bridge\")").short('f'),
            string("format", FORMAT_HELP),
            boolean("no-trunc", "Do not truncate the output"),
            boolean("quiet", "Only display network IDs").short('q'),
        ]),
    command("network prune", "[OPTIONS]", Arguments::None, "Remove all unused networks").flags(&[
        filter("filter", "Provide filter values (e.g. \"until=<timestamp>\")"),
        boolean("force", "Do not prompt for confirmation").short('f'),
    ]),
    command(
        "network rm",
        "NETWORK [NETWORK...]",
        Arguments::AtLeast(1),
        "Remove one or more networks",
    )
    .also(&["network remove"])
    .flags(&[boolean("force", "Do not error if the network does not exist").short('f')]),
];
