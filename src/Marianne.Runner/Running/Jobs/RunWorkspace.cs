using Marianne.Files;

namespace Marianne.Running;

/// <summary>Creates the folder in which the sheets of a job work.</summary>
internal static class RunWorkspace
{
    /// <summary>Creates the folder, unless it exists.</summary>
    /// <param name="path">The full path.</param>
    /// <exception cref="MarianneException">WorkspaceUnusable: it cannot be created.</exception>
    public static void Create(string path)
    {
        try
        {
            DurableFolder.Create(path); // Large outputs are files in it.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            string? file = FolderErrorText.FileAt(path);
            throw RunErrors.WorkspaceUnusable(path, file is null ? error.Message : $"{file}.");
        }
    }
}
