namespace ClusterRun;

/// <summary>The batches that were seen to be over, each with the entity tag it was seen with first.</summary>
internal sealed class FinalStates
{
    private readonly Dictionary<PolledBatch, string> _tags = [];

    public FinalStates(IEnumerable<Answer> answers)
    {
        foreach (var answer in answers.Where(answer => answer is { Failure: null, IsFinal: true }))
        {
            if (!_tags.TryAdd(answer.Batch, answer.ETag ?? "") && _tags[answer.Batch] != answer.ETag)
            {
                Changed.Add($"{answer.Batch.Id}: {_tags[answer.Batch]}, later {answer.ETag}");
            }
        }
    }

    public IReadOnlyDictionary<PolledBatch, string> Tags => _tags;

    /// <summary>Those that were told differently later.</summary>
    public List<string> Changed { get; } = [];
}
