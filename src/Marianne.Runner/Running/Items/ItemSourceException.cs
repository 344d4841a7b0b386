namespace Marianne.Running;

/// <summary>The items of a sheet cannot be found. The message is what the sheet fails with.</summary>
/// <param name="message">The reason as a sentence, and what to do.</param>
internal sealed class ItemSourceException(string message) : Exception(message);
