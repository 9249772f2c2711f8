package dev.mcppolicy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

/** Which line of code lives in which room. */
@AnalyzeClasses(packages = "dev.mcppolicy", importOptions = ImportOption.DoNotIncludeTests.class)
class WallsTest {

  private static final String RULE = "dev.mcppolicy.internal.rule..";
  private static final String QUOTA = "dev.mcppolicy.internal.quota..";
  private static final String DOCUMENT = "dev.mcppolicy.internal.document..";
  private static final String ENGINE = "dev.mcppolicy.internal.engine..";
  private static final String MODEL = "dev.mcppolicy.internal.model..";
  private static final String STORE = "dev.mcppolicy.store..";

  @ArchTest
  static final ArchRule onlyDocumentsKnowJackson =
      noClasses()
          .that()
          .resideOutsideOfPackage(DOCUMENT)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml..");

  @ArchTest
  static final ArchRule onlyQuotasKnowCaffeine =
      noClasses()
          .that()
          .resideOutsideOfPackage(QUOTA)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.github.benmanes..");

  @ArchTest
  static final ArchRule onlyRulesKnowRe2 =
      noClasses()
          .that()
          .resideOutsideOfPackage(RULE)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.google.re2j..");

  @ArchTest
  static final ArchRule rulesArePure =
      noClasses()
          .that()
          .resideInAnyPackage(RULE, MODEL)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ENGINE, QUOTA, DOCUMENT, "java.io..", "java.nio.file..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.System$Logger");

  @ArchTest
  static final ArchRule rulesReadNoClock =
      noClasses()
          .that()
          .resideInAnyPackage(RULE, MODEL, QUOTA, DOCUMENT)
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(PolicyClock.class);

  @ArchTest
  static final ArchRule quotasKnowNothingOfPolicies =
      noClasses()
          .that()
          .resideInAnyPackage(QUOTA, STORE)
          .should()
          .dependOnClassesThat(
              new DescribedPredicate<>("belong to the policy side") {
                @Override
                public boolean test(JavaClass type) {
                  String name = type.getPackageName();
                  return name.startsWith("dev.mcppolicy")
                      && !name.startsWith("dev.mcppolicy.store")
                      && !name.startsWith("dev.mcppolicy.internal.quota");
                }
              });

  @ArchTest
  static final ArchRule enginesAreNotReadFromDocuments =
      noClasses()
          .that()
          .resideInAnyPackage(DOCUMENT, RULE, MODEL, QUOTA)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ENGINE);

  @ArchTest
  static final ArchRule noNamesThatSayNothing =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Impl");

  @ArchTest
  static final ArchRule internalsArePackagePrivateOrFinal =
      classes()
          .that()
          .resideInAPackage("dev.mcppolicy..")
          .and()
          .arePublic()
          .and()
          .areNotInterfaces()
          .and()
          .areNotEnums()
          .should()
          .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL);

  @ArchTest
  static final ArchRule accessorsHaveNoGet =
      noMethods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .resideInAnyPackage("dev.mcppolicy", "dev.mcppolicy.store")
          .should()
          .haveNameMatching("get[A-Z].*");

  @ArchTest
  static final ArchRule theLibraryIsSilent =
      GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static final ArchRule nobodySleepsOrFormats =
      noClasses()
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(String.class, "format", String.class, Object[].class)
          .orShould()
          .callMethod(String.class, "toLowerCase")
          .orShould()
          .callMethod(String.class, "toUpperCase");
}
