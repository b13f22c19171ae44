// The networks of a study, from what a user names: shipped models, models, bundles.
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Cli.Samples;
using NanoCoopNet.Evaluation;
using NanoCoopNet.Model;
using NanoCoopNet.Packing;
using NanoCoopNet.Study;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Reads them.</summary>
internal static class StudyNetworks
{
    private const int ProgramBytes = 128 * 1024; // flash that is left for the program
    private const int NoiseSeed = 20;

    /// <summary>A network in all numbers that a study asks for, as far as it can be had in them.</summary>
    /// <param name="named">Name of a shipped model, .ncn file, or folder of a bundle.</param>
    /// <param name="data">Test set; null: accuracies come from the card beside the model, samples are noise.</param>
    /// <exception cref="NanoCoopException">It is none of these, or cannot be read.</exception>
    public static StudyNetwork Read(string named, string? data, string? split, StudyMatrix matrix, Shell shell)
    {
        Dictionary<string, ModelBlob> models = [];
        Dictionary<string, string> missing = [];
        string name;
        string? card = null;
        if (Directory.Exists(named))
        {
            TensorBundle bundle = TensorBundle.Read(named);
            name = bundle.Name;
            foreach (NetNumbers numbers in Enum.GetValues<NetNumbers>().Where(n => matrix.Numbers.Contains(BlobNames.Of(n))))
            {
                try
                {
                    QuantiseOptions options = new(Numbers: numbers);
                    byte[] blob = Quantiser.Quantise(bundle, options, null, shell.Cancel).Blob;
                    models[BlobNames.Of(numbers)] = BlobReader.Read(blob);
                }
                catch (QuantiseException e)
                {
                    missing[BlobNames.Of(numbers)] = $"{e.Message}; {e.Hint}";
                }
            }

            if (models.Count == 0)
            {
                throw new CliException(ExitCode.QuantiseFailed, $"{named}: {missing.Values.First()}", "mend the bundle");
            }
        }
        else
        {
            string shipped = Path.Combine(Repository.Models, named + ".ncn"),
                file = File.Exists(named) || !File.Exists(shipped) ? named : shipped;
            ModelBlob model = ModelFile.Read(file, shell);
            name = model.Name;
            card = Path.ChangeExtension(file, ".json");
            string own = BlobNames.Of(model.Net(NetKind.Int8)!.Numbers);
            models[own] = model;
            foreach (string numbers in matrix.Numbers.Where(n => n != own))
            {
                missing[numbers] = $"{Path.GetFileName(file)} holds {own} weights only; name the bundle that it was made from";
            }
        }

        ModelBlob first = models.Values.First();
        Dataset? set = data is null ? null : DatasetFile.Read(data, split, first);
        shell.Note(set?.Note);
        Dictionary<(string, string), ModelBlob> blobs = [];
        Dictionary<string, HostAccuracy> accuracy = [];
        foreach ((string numbers, ModelBlob model) in models)
        {
            foreach (string kernels in StudyMatrix.AllKernels)
            {
                blobs[(numbers, kernels)] = StudyNetwork.Packed(model.Bytes, kernels, Budget(matrix));
            }

            if ((set is null ? OfCard(card, model) : OfData(model, set, shell)) is { } known)
            {
                accuracy[numbers] = known;
            }
        }

        return new StudyNetwork(
            name,
            blobs,
            accuracy,
            [.. Samples(set, first, matrix.Samples)],
            set?.Labels?.Take(matrix.Samples).ToArray(),
            missing
        );
    }

    private static PackingBudget Budget(StudyMatrix matrix)
    {
        BoardDescription board = BoardDescription.NucleoF767Zi;
        int flash = matrix.Boards.Min(b => b.FlashBytes) - ProgramBytes;
        return new(Math.Min(flash, BlobLayout.MaxBlobBytes), board.FastArenaBytes, board.ArenaBytes);
    }

    private static HostAccuracy OfData(ModelBlob model, Dataset data, Shell shell)
    {
        EvaluationResult r = shell.WithProgress(
            $"evaluate {model.Name}",
            bar =>
                Evaluator.Run(
                    model.Bytes.ToArray(),
                    data,
                    null,
                    new SynchronousProgress<int>(done => bar(done, data.Count)),
                    shell.Cancel
                )
        );
        return new(
            r.AccuracyInt8 ?? r.AccuracyFull,
            r.AccuracyLight,
            r.AccuracyAuto,
            1 - r.LightFraction,
            $"the host engine on {Tables.N(r.Samples)} samples of {data.Source}"
        );
    }

    // Of the card that holds this model.
    private static HostAccuracy? OfCard(string? path, ModelBlob model)
    {
        CardSummary? card = path is not null && File.Exists(path) ? CardSummary.Read(path) : null;
        CardPoint? point = card?.BreakEven ?? card?.Maximum;
        return card is null || card.Name != model.Name
            ? null
            : new(card.Int8, card.Bnn, point?.Test ?? card.Full, point?.FractionFull, $"the model card {Path.GetFileName(path)}");
    }

    private static IEnumerable<byte[]> Samples(Dataset? set, ModelBlob model, int count)
    {
        Random noise = new(NoiseSeed);
        for (int i = 0; i < (set is null ? count : Math.Min(count, set.Count)); i++)
        {
            if (set is not null)
            {
                yield return set.Sample(i).ToArray();
                continue;
            }

            byte[] sample = new byte[model.Header.Input.Count];
            noise.NextBytes(sample);
            yield return sample;
        }
    }
}
