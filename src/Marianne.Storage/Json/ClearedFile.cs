using System.Text.Json;

namespace Marianne.Storage.Json;

/// <summary>
/// Reads and writes what is known of the attempts of a job that were cleared. They are cleared when this file is written: those that are
/// still in the log are ignored then, and the next ones do not get their ids.
/// </summary>
internal static class ClearedFile
{
    /// <summary>Reads the file, or returns <c>null</c> if no attempts were cleared.</summary>
    /// <param name="files">The files of the job.</param>
    public static ClearedNote? Read(JobFiles files)
    {
        if (!File.Exists(files.Cleared))
            return null;

        try
        {
            return JsonFile.Deserialize(files.Cleared, File.ReadAllBytes(files.Cleared), CompanionJson.Default.ClearedNote);
        }
        catch (FileNotFoundException)
        {
            return null; // Its job was deleted meanwhile.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Reading(files.Cleared, error);
        }
    }

    /// <summary>Returns the id of the last attempt that was cleared; 0 if there is none.</summary>
    /// <param name="files">The files of the job.</param>
    public static long LastId(JobFiles files) => Read(files)?.LastId ?? 0;

    /// <summary>Writes the file.</summary>
    /// <param name="files">The files of the job.</param>
    /// <param name="note">What is known.</param>
    public static void Write(JobFiles files, ClearedNote note) => DurableFile.Write(
        files.Cleared, files.Unfinished, JsonSerializer.SerializeToUtf8Bytes(note, CompanionJson.Default.ClearedNote));
}
