using System.Text.Json;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>What a listing needs to know of a job before it reads it whole.</summary>
/// <param name="Files">Its files.</param>
/// <param name="Summary">The job with its id, name, status and time only.</param>
internal sealed record JobHeader(JobFiles Files, Job Summary)
{
    private const int FirstBlock = 4096;

    private static readonly string[] Keys = ["job_id", "job_name", "updated_at", "status"];

    /// <summary>Reads the head of a job's file; nothing when the file is gone.</summary>
    /// <exception cref="MarianneException">The file is damaged or may not be read.</exception>
    public static async ValueTask<JobHeader?> ReadAsync(JobFiles files, CancellationToken cancellationToken)
    {
        try
        {
            FileStream file = DurableFile.OpenRead(files.Job);
            await using (file.ConfigureAwait(false))
                return new JobHeader(files, await ReadAsync(files.Job, file, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Reading(files.Job, error);
        }
    }

    /// <summary>Reads more of the file until the keys are there, which as a rule stand before the sheets.</summary>
    private static async ValueTask<Job> ReadAsync(string path, FileStream file, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[FirstBlock];
        int length = 0;
        while (true)
        {
            int read = await file
                .ReadAtLeastAsync(buffer.AsMemory(length), buffer.Length - length, false, cancellationToken)
                .ConfigureAwait(false);
            length += read;
            bool isWhole = length < buffer.Length;
            if (Scan(path, buffer.AsSpan(0, length), isWhole) is { } values)
                return Summarize(path, values);

            Array.Resize(ref buffer, 2 * buffer.Length);
        }
    }

    /// <summary>The values of the keys; nothing when more of the file is needed.</summary>
    private static Dictionary<string, JsonElement>? Scan(string path, ReadOnlySpan<byte> content, bool isWhole)
    {
        if (content.IsEmpty && isWhole)
            throw JsonFile.Empty(path);

        var values = new Dictionary<string, JsonElement>(Keys.Length);
        var reader = new Utf8JsonReader(content, isWhole, new JsonReaderState(JsonFile.ReaderOptions));
        try
        {
            if (reader.Read() && reader.TokenType != JsonTokenType.StartObject)
                throw StoreErrors.Corrupt(path, "it holds no JSON object");

            while (values.Count < Keys.Length)
            {
                if (!reader.Read())
                    return null;

                if (reader.TokenType == JsonTokenType.EndObject)
                    return values;

                if (!TryRead(ref reader, values))
                    return null;
            }

            return values;
        }
        catch (JsonException error)
        {
            throw JsonFile.NotJson(path, error);
        }
    }

    /// <summary>Reads or skips the value of the key that the reader is at; false when more is needed.</summary>
    private static bool TryRead(ref Utf8JsonReader reader, Dictionary<string, JsonElement> values)
    {
        foreach (string key in Keys)
        {
            if (!reader.ValueTextEquals(key))
                continue;

            if (!JsonElement.TryParseValue(ref reader, out JsonElement? value))
                return false;

            values[key] = value.Value;
            return true;
        }

        return reader.TrySkip();
    }

    private static Job Summarize(string path, Dictionary<string, JsonElement> values)
    {
        string id = JsonKinds.RequiredText.Read(values.GetValueOrDefault("job_id")).Value
            ?? throw StoreErrors.Corrupt(path, "it has no 'job_id', as the file of a job has");

        var job = new Job(id, name: id, totalSheets: 1, createdAt: default);
        foreach ((string key, JsonElement value) in values)
            JobFields.All.Find(key)!.Read(job, value);
        return job;
    }
}
