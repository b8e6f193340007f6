"""Evidence, second kind: colleagues from elsewhere observe a learning environment and give feedback."""
