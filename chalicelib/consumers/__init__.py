"""What AWS calls for: stream records, queued ids and the minute's sweep, each in AWS's own JSON."""
