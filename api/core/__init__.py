"""What has no better home and knows neither the web nor the database."""
