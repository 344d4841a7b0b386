namespace Marianne.Waits;

/// <summary>
/// An incident of the past: the service recovered after more than <paramref name="Low"/> seconds and, if it is over, at most
/// <paramref name="High"/> seconds.
/// </summary>
/// <param name="Low">The longest wait after which an attempt failed; 0 if none failed.</param>
/// <param name="High">The shortest wait after which an attempt succeeded, or <c>null</c> if none did.</param>
/// <param name="Began">The time of its first error in Unix seconds, or <c>null</c> if it is not known.</param>
/// <param name="Hint">The seconds to the reset time that the service named, or <c>null</c>.</param>
/// <param name="Failed">The number of failed attempts.</param>
internal readonly record struct Incident(double Low, double? High, double? Began, double? Hint, int Failed);
