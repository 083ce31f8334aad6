package dev.hikkoshi.local.s3;

import static java.util.Map.entry;

import java.net.URI;
import java.util.Map;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The contract, kept by s3proxy with its transient store but for the differences named here.
final class S3ProxyContractTest extends S3ContractTest {
  private static final String CHECKSUMS = "verifies checksums and does not keep them";
  private static final String TAGS = "does not implement tags";
  private static final String PATHS = "keeps keys as paths of a file system";

  @RegisterExtension
  static final ExpectedDifferences DIFFERENCES =
      new ExpectedDifferences(
          Map.ofEntries(
              entry("answersAttributes", CHECKSUMS),
              entry("composesChecksumsOfParts", CHECKSUMS),
              entry("computesCrc64WhereNoChecksumWasGiven", CHECKSUMS),
              entry("keepsFullObjectChecksumsOfParts", CHECKSUMS),
              entry("keepsTheChecksumItWasGiven", CHECKSUMS),
              entry("takesChecksumsInTrailersOfLargeStreams", CHECKSUMS),
              entry("copiesTags", TAGS),
              entry("keepsTags", TAGS),
              entry("replacesTagsWhenTold", TAGS),
              entry("keepsAKeyThatBeginsWithASlash", PATHS),
              entry("keepsAKeyThatIsAnothersPrefix", PATHS),
              entry("keepsKeysThatLookLikePaths", PATHS),
              entry("listsInUtf8OrderAndNotInUtf16Order", "sorts keys as Java strings"),
              entry("keepsTheLongestKeyAndRefusesALongerOne", "has no limit on keys"),
              entry("keepsTheContentTypeAsSpelled", "answers with Jetty's spelling of it"),
              entry("copiesOnlyWhereNothingIs", "ignores If-None-Match on CopyObject"),
              entry("readsByDate", "compares milliseconds with a header of whole seconds"),
              entry("letsTheEtagOverruleTheDate", "wants both conditions to hold"),
              entry("ignoresWhatIsNoRange", "answers 416 to a range that ends before it begins"),
              entry("forgetsAnAbortedUpload", "takes parts of an upload that is gone"),
              entry("refusesPartsOutOfOrder", "assembles parts in any order"),
              entry("rollsUploadsUpToTheDelimiter", "ignores the delimiter of uploads"),
              entry("storesTheCopyInTheClassThatWasAskedFor", "copies into STANDARD always"),
              entry("eachVersionHasItsTags", TAGS),
              entry("pagesThroughVersions", "lists a common prefix of versions on every page"),
              entry("storageClassIsListed", "lists all versions as STANDARD"),
              entry("readsOnePart", "does not implement partNumber")));

  S3ProxyContractTest() throws Exception {
    super(started());
  }

  private static Server started() throws Exception {
    S3Proxy s3 =
        S3Proxy.builder()
            .blobStore(BlobStores.create("transient-nio2", new Properties()))
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.NONE, "", "")
            .ignoreUnknownHeaders(true)
            .build();
    s3.start();
    return new Server(URI.create("http://127.0.0.1:" + s3.getPort()), s3::stop);
  }
}
