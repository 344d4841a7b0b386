namespace Marianne.Watching;

/// <summary>What the screen shows, so that nothing else has to be read.</summary>
/// <param name="JobId">The id of the open job; <c>null</c> if the list is shown.</param>
/// <param name="SheetNumber">The number of the selected sheet; 0 if there is none.</param>
/// <param name="VisibleIds">The ids of the jobs of the list that are on the screen.</param>
internal sealed record WatchPlace(string? JobId, int SheetNumber, IReadOnlyCollection<string> VisibleIds);
