"""What is visible to whom, reports and limits. The one choke point."""
