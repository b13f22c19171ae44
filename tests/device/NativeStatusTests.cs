// The statuses the device acts on have the numbers of the kernels' list.
using System.Globalization;
using System.Text.RegularExpressions;

namespace NanoCoopNet.Device.Tests;

[TestClass]
public sealed class NativeStatusTests
{
    [TestMethod]
    [DataRow("E_ARGUMENT", NativeStatus.Argument)]
    [DataRow("E_CONTEXT", NativeStatus.Context)]
    [DataRow("E_MODEL", NativeStatus.Model)]
    [DataRow("E_ARENA", NativeStatus.Arena)]
    [DataRow("E_NO_LOGITS", NativeStatus.NoLogits)]
    [DataRow("E_NO_MODEL", NativeStatus.NoModel)]
    [DataRow("E_NOT_FOUND", NativeStatus.NotFound)]
    [DataRow("E_STORE_STATE", NativeStatus.StoreState)]
    [DataRow("E_STORE_SPACE", NativeStatus.StoreSpace)]
    [DataRow("E_STORE_OFFSET", NativeStatus.StoreOffset)]
    [DataRow("E_STORE_ERASE", NativeStatus.StoreErase)]
    [DataRow("E_STORE_PROGRAM", NativeStatus.StoreProgram)]
    [DataRow("E_STORE_VERIFY", NativeStatus.StoreVerify)]
    public void Number_is_that_of_the_list(string name, int number)
    {
        string list = File.ReadAllText(Repository.File("nf-interop/kernels/include/ncn_status.def"));
        Match line = Regex.Match(list, $@"NCN_STATUS\({name}, (-?\d+),");
        Assert.IsTrue(line.Success, name);
        Assert.AreEqual(number, int.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture));
    }
}
