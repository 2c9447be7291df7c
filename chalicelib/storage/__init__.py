"""Where everything is kept: DynamoDB, SQS and Secrets Manager behind the protocols of `ports`."""
