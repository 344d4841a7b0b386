namespace Marianne.Storage.Json;

/// <summary>What was read of the jobs that were used last, by the paths of their files.</summary>
internal sealed class ReadJobs
{
    /// <summary>The number of jobs of which something is kept. A process works on few jobs at a time.</summary>
    private const int Most = 4;

    private readonly List<(string Path, ReadJob Job)> _jobs = [];

    /// <summary>Returns what was read of a job.</summary>
    /// <param name="path">The path of the job's file.</param>
    public ReadJob Of(string path)
    {
        lock (_jobs)
        {
            int index = _jobs.FindIndex(entry => entry.Path == path);
            (string Path, ReadJob Job) found = index < 0 ? (path, new ReadJob()) : _jobs[index];
            if (index >= 0)
                _jobs.RemoveAt(index);
            else if (_jobs.Count == Most)
                _jobs.RemoveAt(0);
            _jobs.Add(found);
            return found.Job;
        }
    }
}
