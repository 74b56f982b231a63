"""What is learned from: tables of photos and joints, augmentation, targets."""
