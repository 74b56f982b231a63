"""What several tests use: people, clips, hostile files, servers, a model that answers by a script."""
