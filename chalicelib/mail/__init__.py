"""Mail: what each message says, and handing it to SES. Knows no storage; a folder for each message."""
