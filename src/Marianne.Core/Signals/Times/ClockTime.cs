namespace Marianne.Signals;

/// <summary>A time of day.</summary>
/// <param name="Time">The time since midnight.</param>
/// <param name="IsToTheMinute">Indicates whether it has no seconds.</param>
internal readonly record struct ClockTime(TimeSpan Time, bool IsToTheMinute);
