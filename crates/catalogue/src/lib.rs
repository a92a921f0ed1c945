//! What comes from the internet: images and packages, as versioned data.
