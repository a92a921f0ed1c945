//! A Docker Engine on a simulated machine.
